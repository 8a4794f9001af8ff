import {
  type FleetCondition,
  NOT_MONITORED_REASONS,
  type ReadinessProblem,
  type UnixSeconds,
} from '@roamwatch/core';
import type { AlertLine } from './alerts.js';

export interface OverviewSource {
  overview(): Promise<Overview>;
}

/** The state of the whole installation: what an operator checks first. */
export interface Overview {
  readonly polling: Polling;
  readonly fleet: FleetCounts;
  readonly alerts: AlertCounts;
  /** The worst open alerts that nobody has acknowledged, worst first: the first few of `alerts.unacknowledged`. */
  readonly attention: readonly AlertLine[];
  readonly notMonitored: readonly NotMonitored[];
  readonly notifications: NotificationCounts;
  /** The reasons not to trust this page: overdue polls and reports, an incomplete list, stuck notifications. */
  readonly problems: readonly ReadinessProblem[];
  /** What should be checked, although the page can be trusted. */
  readonly notes: readonly FleetCondition[];
}

export interface Polling {
  readonly lastGoodAt: UnixSeconds | null;
  /** The newest poll that ended; null before the first. */
  readonly last: { readonly at: UnixSeconds; readonly error: string | null } | null;
  /** Since when a poll has been under way; null: none is. */
  readonly underWaySince: UnixSeconds | null;
  readonly nextAt: UnixSeconds | null;
}

export interface FleetCounts {
  /** eSIMs in the provider's list. */
  readonly listed: number;
  readonly byStatus: readonly { readonly status: string; readonly count: number }[];
}

export interface AlertCounts {
  readonly critical: number;
  readonly warning: number;
  /** Of both; they are counted above as well. */
  readonly unacknowledged: number;
}

/** An eSIM that has ended is not missing. */
export const REASONS_SHOWN = NOT_MONITORED_REASONS.filter((reason) => reason !== 'ended');

/** eSIMs whose usage Roamwatch does not see, by reason. */
export interface NotMonitored {
  readonly reason: (typeof REASONS_SHOWN)[number];
  readonly count: number;
}

export interface NotificationCounts {
  readonly pending: number;
  readonly failed: number;
  readonly oldestPendingAt: UnixSeconds | null;
}
