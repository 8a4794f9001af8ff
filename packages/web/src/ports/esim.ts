import type {
  DailyUsage,
  Finding,
  Foresight,
  NextPollReason,
  NotMonitoredReason,
  PackagePurchase,
  Reading,
  Reason,
  Severity,
  UnixSeconds,
} from '@roamwatch/core';
import type { AlertLine } from './alerts.js';

export interface EsimSource {
  /** By ICCID or eSIM id. */
  esim(which: string): Promise<EsimDetail | null>;
}

export interface EsimDetail {
  readonly iccid: string | null;
  readonly esimId: string;
  readonly label: string | null;
  /** The traveller's address; viewers never see it. */
  readonly email: string | null;
  readonly costCentre: string | null;
  readonly glCode: string | null;
  readonly project: string | null;
  readonly status: string;
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
  readonly topUp: boolean;
  readonly notes: readonly string[];
  readonly leftListAt: UnixSeconds | null;
  /** Of a profile that is not installed. */
  readonly expiresAt: UnixSeconds | null;
  readonly reading: Reading | null;
  /** As in `FleetRow`. */
  readonly notMonitored: NotMonitoredReason | null;
  readonly isCurrent: boolean;
  readonly failing: {
    readonly since: UnixSeconds;
    readonly times: number;
    readonly reason: UsageFailure;
  } | null;
  readonly nextPoll: { readonly at: UnixSeconds | null; readonly reason: NextPollReason };
  readonly forecast: { readonly emptyAt: UnixSeconds | null; readonly bytesPerDay: number } | null;
  /** Remaining data at which a rule fires, largest first. */
  readonly thresholds: readonly DataThresholdLine[];
  /** Oldest first. */
  readonly readings: readonly Reading[];
  readonly days: readonly DailyUsage[];
  /** Newest first. */
  readonly packages: readonly PackagePurchase[];
  /** Open ones first, then the newest first. */
  readonly alerts: readonly AlertLine[];
  readonly rules: readonly ExplainedRule[];
  /** The provider's page for top-ups; null when it is not configured. */
  readonly dashboardUrl: string | null;
}

export interface DataThresholdLine {
  readonly bytes: number;
  readonly severity: Severity;
  readonly rule: string;
}

export interface ExplainedRule {
  readonly rule: string;
  readonly type: string;
  /** The measurement; null where it does not apply, or measures nothing yet. */
  readonly finding: Finding | null;
  readonly reason: Reason;
  readonly severity: Severity | null;
  readonly next: Foresight | null;
  readonly alertId: number | null;
  readonly mutedBy: string | null;
}

/** Why usage requests of an eSIM fail. */
export type UsageFailure =
  | 'refused'
  | 'not-found'
  | 'rejected'
  | 'throttled'
  | 'unavailable'
  | 'no-answer'
  | 'unreachable'
  | 'certificate'
  | 'redirected'
  | 'unreadable'
  | 'figures'
  | 'pending'
  | 'postponed'
  | 'unclear';
