import type { MatcherFault, Reason, Severity, UnixSeconds } from '@roamwatch/core';

export interface AlertSource {
  alerts(query: AlertQuery): Promise<AlertPage>;
  alert(id: number): Promise<AlertDetail | null>;
  silences(): Promise<readonly SilenceLine[]>;
  /** The open alerts that silences with these matchers would cover, each counted once. */
  coveredBy(matchers: readonly string[]): Promise<Coverage>;
}

export interface AlertQuery {
  readonly state: 'open' | 'resolved';
  readonly severity: Severity | null;
  readonly rule: string | null;
  /** Part of a label, ICCID, cost centre or project; empty: no condition. */
  readonly search: string;
  /** As in `FleetQuery`. */
  readonly seesAddresses: boolean;
  readonly acknowledged: boolean | null;
  /** `next` of the page before. */
  readonly after: string | null;
  readonly limit: number;
}

export interface AlertPage {
  /** Open: worst first, then the oldest first. Resolved: the newest first. */
  readonly rows: readonly AlertLine[];
  readonly next: string | null;
  /** Names to filter by. */
  readonly rules: readonly string[];
}

export interface AlertLine {
  readonly id: number;
  readonly severity: Severity;
  readonly state: 'open' | 'resolved';
  readonly rule: string;
  readonly ruleType: string;
  readonly reason: Reason;
  /** Null: about the provider or the account. */
  readonly esim: AlertEsim | null;
  readonly openedAt: UnixSeconds;
  readonly resolvedAt: UnixSeconds | null;
  readonly acknowledged: Acknowledgement | null;
  /** Null: nobody was notified yet. */
  readonly lastNotifiedAt: UnixSeconds | null;
  readonly timesNotified: number;
  /** The silence that mutes it now. */
  readonly silence: SilenceLine | null;
}

export interface AlertEsim {
  readonly iccid: string | null;
  readonly esimId: string;
  readonly label: string | null;
  readonly costCentre: string | null;
  /** By the last good reading; null where that is not known. */
  readonly remainingBytes: number | null;
}

export interface Acknowledgement {
  readonly at: UnixSeconds;
  readonly by: string;
  readonly comment: string;
}

export interface AlertDetail {
  readonly line: AlertLine;
  readonly events: readonly AlertEvent[];
  readonly notified: readonly NotifiedRecipient[];
}

/** Newest first. */
export interface AlertEvent {
  readonly at: UnixSeconds;
  readonly change: string;
  readonly severity: Severity | null;
  /** Also shows who acknowledged it. */
  readonly reason: Reason;
}

export interface NotifiedRecipient {
  readonly receiver: string;
  readonly recipient: string;
  readonly state: 'waiting' | 'pending' | 'sent' | 'superseded' | 'failed' | 'suppressed';
  readonly at: UnixSeconds;
}

export interface SilenceLine {
  readonly id: number;
  readonly matcher: string;
  readonly comment: string;
  readonly by: string | null;
  readonly createdAt: UnixSeconds;
  readonly endsAt: UnixSeconds;
  /** The person that ended it early; null where nobody did, or that was not recorded. */
  readonly endedBy: string | null;
  readonly active: boolean;
}

export interface Coverage {
  /** Of the first matcher that is not valid; null: all are. */
  readonly fault: MatcherFault | null;
  readonly open: number;
  readonly covered: number;
  /** The first few, worst first. */
  readonly examples: readonly AlertLine[];
}
