import type { UnixSeconds } from '../time/instant.js';
import type { Completeness } from './completeness.js';
import type { RowStream } from './row-stream.js';
import type { CostRow, PurchaseRow, ReconciliationRow, UsageRow } from './rows.js';

/** The record of closing a month, so that its manifest never changes. */
export interface Closing {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly closedAt: UnixSeconds;
  readonly dataAsOf: UnixSeconds | null;
  /** IANA name configured at the closing. */
  readonly timeZone: string;
  /** Version of the report schema it was closed with: its files keep those columns. */
  readonly schemaVersion: number;
  /** Null in months closed before it was stored. */
  readonly completeness: Completeness | null;
}

/** One entry of the audit log of closing and reopening. */
export interface ClosingEvent {
  readonly month: string;
  readonly at: UnixSeconds;
  readonly action: 'closed' | 'reopened';
  readonly comment: string;
  /** The person who did it; null where that was not recorded. */
  readonly actor: string | null;
}

/** The rows of a month as its report has them at its closing. */
export interface FrozenRows {
  readonly usage: RowStream<UsageRow>;
  readonly purchases: RowStream<PurchaseRow>;
  readonly reconciliation: RowStream<ReconciliationRow>;
  readonly cost: RowStream<CostRow>;
}
