/** The configuration where none is named. */
export const DEFAULT_CONFIG = './roamwatch.yaml';
