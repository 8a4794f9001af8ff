/** The eight operations of the API. */
export const OPERATIONS = [
  'apply',
  'usage',
  'usage-details',
  'topup-packages',
  'packages-history',
  'esim-by-iccid',
  'esim-by-id',
  'list',
] as const;

/** An operation of the API, as `operation` of a fault names it. */
export type OperationName = (typeof OPERATIONS)[number];
