import type { UnixSeconds } from '@roamwatch/core';

export interface SilenceStore {
  add(silence: Omit<Silence, 'id'>): number;
  /** Those in force at `at`. */
  active(at: UnixSeconds): readonly Silence[];
  all(): readonly Silence[];
  /** False when there is none, or when it ended before. */
  end(id: number, at: UnixSeconds): boolean;
}

export interface Silence {
  readonly id: number;
  /** As typed: `severity=warning`, `label=Anna*`, `iccid=8944…`, joined by commas. */
  readonly matcher: string;
  readonly comment: string;
  readonly createdAt: UnixSeconds;
  readonly endsAt: UnixSeconds;
}
