/** Replaces the places of an eSIM whose personal data were erased. */
export const ERASED_LOCATION = 0;
export const ERASED_LOCATION_NAME = '(erased)';
