import type {
  Alert,
  AlertedChange,
  EsimKey,
  Evaluation,
  Reason,
  Severity,
  UnixSeconds,
} from '@roamwatch/core';
import type { AlertEventChange } from '../schema/alert.js';

export interface AlertStore {
  /** Alerts of these eSIMs that are open, or resolved in their running epoch or the one that brought its end. */
  ofEsims(esims: readonly EsimKey[]): readonly Alert[];
  /** The newest alert about the provider, open or resolved; null when there never was one. */
  aboutProvider(): Alert | null;
  /**
   * Writes a decision and its history row; returns what people may hear of it, or null for silent decisions.
   * A decision that was applied already (the same threshold reached, a resolved alert resolved) writes nothing.
   */
  apply(subject: AlertSubject, evaluation: Evaluation, at: UnixSeconds): AlertedChange | null;
  get(id: number): AlertRow | null;
  /** Worst first, then oldest first. */
  open(): readonly AlertRow[];
  countOpen(): readonly OpenCount[];
  /** Newest first; `before` is the id of the last row of the page before. */
  history(limit: number, before?: number): readonly AlertEventRow[];
  /** False when there is no such alert, or it is not open. */
  acknowledge(id: number, at: UnixSeconds, by: string, comment: string): boolean;
}

export interface AlertSubject {
  readonly esim: EsimKey | null;
  readonly epoch: number;
}

/** An alert with the eSIM it is about, for people. */
export interface AlertRow extends Alert {
  readonly iccid: string | null;
  readonly esimId: string | null;
  readonly label: string | null;
  readonly costCentre: string | null;
  readonly project: string | null;
  readonly status: string | null;
  /** When a message about it was last sent to anybody. */
  readonly lastNotifiedAt: UnixSeconds | null;
  /** Messages sent about it to the recipient who got most of them. */
  readonly timesNotified: number;
}

export interface OpenCount {
  readonly rule: string;
  readonly severity: Severity;
  readonly count: number;
}

export interface AlertEventRow {
  readonly id: number;
  readonly alertId: number;
  readonly at: UnixSeconds;
  readonly change: AlertEventChange;
  readonly severity: Severity;
  readonly rule: string;
  readonly iccid: string | null;
  readonly label: string | null;
  readonly reason: Reason;
}
