import type { UnixSeconds } from '@roamwatch/core';

/** What operators do. `by` is who did it: it is stored and shown. */
export interface Actions {
  /** How many were acknowledged: those that are open and were not. */
  acknowledge(alerts: readonly number[], by: string, comment: string): Promise<number>;
  unacknowledge(alerts: readonly number[], by: string): Promise<number>;
  silence(silence: NewSilence, by: string): Promise<number>;
  endSilence(id: number, by: string): Promise<boolean>;
  retry(notifications: readonly string[], by: string): Promise<number>;
  discard(notifications: readonly string[], by: string): Promise<number>;
  /** Null on success, otherwise why not, for people. */
  closeMonth(month: string, by: string): Promise<string | null>;
  /** Null on success, otherwise why not, for people. */
  replaceInventory(csv: string, by: string): Promise<string | null>;
}

export interface NewSilence {
  readonly matcher: string;
  readonly comment: string;
  readonly endsAt: UnixSeconds;
}
