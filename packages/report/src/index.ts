export { PROFILE_NAMES, type ProfileName, REPORT_KINDS, type ReportKind } from '@roamwatch/core';
export { countryCode } from '@roamwatch/places';
export { assertClosable, NotClosable, type NotClosableReason } from './closing/closable.js';
export { type ClosedMonths, withClosedMonths } from './closing/closed-months.js';
export { frozenRows } from './closing/frozen-rows.js';
export { purchaseCorrections } from './closing/purchase-corrections.js';
export { type FrozenTally, tallied } from './closing/tally.js';
export { usageCorrections } from './closing/usage-corrections.js';
export { megabytes } from './figures/bytes.js';
export { type InvoiceLine, type InvoiceMatch, type InvoiceStatus, matchInvoice } from './invoice/match.js';
export { type MatchedInvoice, reconcileInvoice } from './invoice/reconcile.js';
export { differenceOf, encodeInvoice, noteOf } from './invoice/table.js';
export { type AllocatedCost, type AllocationMethod, allocate } from './kinds/allocation.js';
export { type PeriodStatus, SCHEMA_VERSION } from './kinds/head.js';
export { differenceBytes, type Explanation, explain } from './kinds/reconciliation.js';
export { UNALLOCATED } from './kinds/summary.js';
export { monthAfter, monthBefore, type Period, parseMonth, parseRange, periodOf } from './period/period.js';
export { isProfileName, loadProfiles } from './profiles/profile.js';
export type * from './source.js';
export type { Discrepancy, Totals } from './table/table.js';
export { type ReportSetOptions, type WrittenReports, writeReports } from './writing/directory.js';
export {
  type Manifest,
  type ManifestFile,
  type StateOfFigures,
  stateOfFigures,
} from './writing/manifest.js';
export {
  ReaderGone,
  type ReportOptions,
  reportFileName,
  type WrittenReport,
  writeReport,
} from './writing/report.js';
