import type { CalendarDate, UnixSeconds } from '@roamwatch/core';

/** Actions of operators. `by` is the author: it is stored and shown. */
export interface Actions {
  /** Number of alerts acknowledged: those that are open and were not. */
  acknowledge(alerts: readonly number[], by: string, comment: string): Promise<number>;
  unacknowledge(alerts: readonly number[], by: string): Promise<number>;
  silence(silence: NewSilence, by: string): Promise<number>;
  endSilence(id: number, by: string): Promise<boolean>;
  retry(notifications: readonly string[], by: string): Promise<number>;
  discard(notifications: readonly string[], by: string): Promise<number>;
  /** Null on success, otherwise why not. */
  closeMonth(month: string, by: string): Promise<ClosingFault | null>;
  /** False, and nothing is changed, when no inventory file is configured. */
  replaceInventory(csv: string, by: string): Promise<boolean>;
}

/** Why a month was not closed. */
export type ClosingFault =
  | { readonly kind: 'no-month' }
  | { readonly kind: 'closed' }
  /** It can be closed from this date on, `YYYY-MM-DD`. */
  | { readonly kind: 'not-ended'; readonly from: CalendarDate }
  | { readonly kind: 'never-polled' }
  /** Somebody else closed or reopened a month, or erased a person, meanwhile. */
  | { readonly kind: 'overtaken' };

export interface NewSilence {
  readonly matcher: string;
  readonly comment: string;
  readonly endsAt: UnixSeconds;
}
