import type {
  BudgetRule,
  PolledStatuses,
  PollPolicy,
  QuietHours,
  Route,
  Rule,
  Seconds,
  UnitSetting,
} from '@roamwatch/core';
import type { ChannelKind } from '@roamwatch/notify';
import type { ProfileName, ReportKind } from '@roamwatch/report';
import type { Secret } from './ports/secret.js';

/** The settings of the monitor: defaults filled in, paths absolute, lengths of time in seconds, sizes in bytes. */
export interface Settings {
  readonly api: ApiSettings;
  readonly poll: PollSettings;
  readonly units: { readonly allowance: UnitSetting; readonly dailyUsage: UnitSetting };
  /** IANA zone for schedules, expiry texts and quiet hours. */
  readonly timeZone: string;
  /** The inventory file; null without one. It need not exist yet. */
  readonly inventory: string | null;
  /** About each eSIM. */
  readonly rules: readonly Rule[];
  /** About what many eSIMs cost or use together. */
  readonly budgets: readonly BudgetRule[];
  readonly receivers: readonly Receiver[];
  /** First match wins unless `continue`; with none, all goes to every receiver. */
  readonly routes: readonly Route[];
  /** Null: nothing is served. `publicUrl`: where people reach the page, without a trailing slash; null: unknown. */
  readonly http: { readonly publicUrl: string | null } | null;
  /** Null: the provider's push is not taken. */
  readonly push: object | null;
  readonly reports: readonly ScheduledReport[];
  readonly retention: RetentionSettings;
  /** Requested after every good poll, so that another service notices when Roamwatch stops. */
  readonly heartbeatUrl: Secret | null;
}

/** The section `api` of the configuration. */
export interface ApiSettings {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** The provider's page for top-ups; null when it is not configured. */
  readonly dashboardUrl: string | null;
  /** Null when the file and the environment give none. */
  readonly token: Secret | null;
  readonly requestsPerSecond: number;
  readonly concurrency: number;
  /** Null: no limit. */
  readonly requestsPerHour: number | null;
}

/** The section `poll` of the configuration. */
export interface PollSettings {
  /** A cron expression, in `timeZone`: of the polls; with `adaptive` of the listings. */
  readonly schedule: string;
  /** In upper case, each once; where the configuration names none, the default. */
  readonly statuses: PolledStatuses;
  /** Null: the whole fleet by schedule. */
  readonly adaptive: PollPolicy | null;
}

/** One destination for alerts. */
export interface Receiver {
  readonly name: string;
  readonly channel: { readonly kind: ChannelKind };
  /** Email addresses; for a hook the receiver's name. `inventory`: the eSIM's own address from the inventory. */
  readonly recipients: readonly string[] | 'inventory';
  /** Interval of the reminders of an open critical; null: none. */
  readonly repeat: Seconds | null;
  /** The messages it gets beside alerts: a summary of each week, or none. */
  readonly summary: 'off' | 'weekly';
  /** In `timeZone`. Criticals pass. */
  readonly quietHours: QuietHours | null;
}

/** An entry of `reports` in the configuration. */
export interface ScheduledReport {
  readonly name: string;
  /** A cron expression, in `timeZone`. */
  readonly schedule: string;
  /** The month is closed this long after its end; null: only by hand. */
  readonly closeAfter: Seconds | null;
  readonly kinds: readonly ReportKind[];
  /** Absolute. */
  readonly dir: string;
  readonly emailTo: readonly string[];
  /** True when the files are posted to a webhook of the report's own. */
  readonly hasWebhook: boolean;
  readonly profile: ProfileName;
}

/** Retention periods; null: for ever. Open alerts and closed reports are never pruned. */
export interface RetentionSettings {
  readonly dailyUsage: Seconds | null;
  readonly readings: Seconds | null;
  /** Resolved alerts, delivered messages, cycles. */
  readonly history: Seconds | null;
}
