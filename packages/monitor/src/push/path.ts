/** Where the provider sends its events. */
export const PUSH_PATH = '/push/roamify';
