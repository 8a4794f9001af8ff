/** The files there are, in the order a set of them has. */
export const REPORT_KINDS = [
  'usage',
  'purchases',
  'summary',
  'reconciliation',
  'cost',
  'allocation',
] as const;

/** A report, as `roamwatch report` names it. */
export type ReportKind = (typeof REPORT_KINDS)[number];

/** The formats a file can have. */
export const PROFILE_NAMES = [
  'plain',
  'excel',
  'excel-de',
  'excel-es',
  'excel-fr',
  'excel-it',
  'excel-nl',
  'xlsx',
  'jsonl',
] as const;

/** The format of a report's files. */
export type ProfileName = (typeof PROFILE_NAMES)[number];
