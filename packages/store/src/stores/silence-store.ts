import type { UnixSeconds } from '@roamwatch/core';

/** Matchers of alerts whose notifications are held for a while. */
export interface SilenceStore {
  /** Returns its id. */
  add(silence: NewSilence): Promise<number>;
  /** Those that have not ended at `at`. */
  active(at: UnixSeconds): Promise<readonly Silence[]>;
  all(): Promise<readonly Silence[]>;
  /** Ends a silence. False when there is none, or when it ended before. */
  end(id: number, at: UnixSeconds, by?: string): Promise<boolean>;
}

/** A silence to be added. */
export interface NewSilence extends Omit<Silence, 'id' | 'createdBy' | 'endedBy'> {
  readonly createdBy?: string;
}

/** Mutes notifications of the alerts that its matcher matches, until it ends. */
export interface Silence {
  readonly id: number;
  /** As typed: `severity=warning`, `label=Anna*`, `iccid=8944…`, joined by commas. */
  readonly matcher: string;
  readonly comment: string;
  readonly createdAt: UnixSeconds;
  readonly endsAt: UnixSeconds;
  /** The author; null where that was not recorded. */
  readonly createdBy: string | null;
  /** The person that ended it early; null where nobody did, or that was not recorded. */
  readonly endedBy: string | null;
}
