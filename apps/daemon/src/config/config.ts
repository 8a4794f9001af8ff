import type {
  PollPolicy,
  ProfileName,
  QuietHours,
  ReportKind,
  Route,
  Rule,
  Seconds,
  UnitSetting,
} from '@roamwatch/core';
import type { HookKind } from '@roamwatch/notify';
import type { Secret } from './secret.js';

/** The whole configuration: defaults filled in, paths absolute, lengths of time in seconds, sizes in bytes. */
export interface Config {
  /** The configuration file, absolute. */
  readonly file: string;
  readonly api: ApiConfig;
  /** `file` is absolute. */
  readonly database: { readonly file: string };
  /** IANA zone for schedules, expiry texts and quiet hours. */
  readonly timeZone: string;
  readonly units: { readonly allowance: UnitSetting; readonly dailyUsage: UnitSetting };
  readonly poll: PollConfig;
  /** The inventory file, absolute; null without one. It need not exist yet. */
  readonly inventory: string | null;
  readonly rules: readonly Rule[];
  readonly receivers: readonly Receiver[];
  /** First match wins unless `continue`; with none, all goes to every receiver. */
  readonly routes: readonly Route[];
  readonly smtp: SmtpConfig | null;
  /** Null: nothing is served. */
  readonly http: HttpConfig | null;
  readonly reports: readonly ScheduledReport[];
  readonly retention: RetentionConfig;
  /** Of the daemon; the command line goes first. */
  readonly log: { readonly level: LogLevel };
  /** Requested after every good poll, so that another service notices when Roamwatch stops. */
  readonly heartbeatUrl: Secret | null;
}

export interface ApiConfig {
  /** The provider's page for top-ups; null: none to link to. */
  readonly dashboardUrl: string | null;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** Null when the file and the environment give none. */
  readonly token: Secret | null;
  readonly requestsPerSecond: number;
  readonly concurrency: number;
  /** Null: no limit. */
  readonly requestsPerHour: number | null;
}

export interface PollConfig {
  /** A cron expression, in `timeZone`: of the polls; with `adaptive` of the listings. */
  readonly schedule: string;
  /** In upper case, each once. */
  readonly statuses: readonly string[];
  /** Null: the whole fleet by schedule. */
  readonly adaptive: PollPolicy | null;
}

/** One destination for alerts. */
export interface Receiver {
  readonly name: string;
  readonly channel: ReceiverChannel;
  /** Email addresses; for a hook the receiver's name. `inventory`: the eSIM's own address from the inventory. */
  readonly recipients: readonly string[] | 'inventory';
  /** How often a reminder of an open critical is sent; null: never. */
  readonly repeat: Seconds | null;
  /** In `timeZone`. Criticals pass. */
  readonly quietHours: QuietHours | null;
}

export type ReceiverChannel =
  | { readonly kind: 'email' }
  /** The secrets of the hook by key; null for one that was left out. */
  | { readonly kind: HookKind; readonly secrets: Readonly<Record<string, Secret | null>> };

export interface SmtpConfig {
  readonly host: string;
  readonly port: number;
  /**
   * `implicit`: TLS from the first byte. `starttls`: insisted on. `optional`: STARTTLS where the server offers it.
   * `auto`: implicit on port 465; else STARTTLS, insisted on when there is a password and the host is not this
   * machine.
   */
  readonly tls: 'auto' | 'implicit' | 'starttls' | 'optional';
  readonly username: string | null;
  readonly password: Secret | null;
  /** An address, or `Name <address>`. */
  readonly from: string;
}

export interface HttpConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Null only on loopback. */
  readonly token: Secret | null;
  /** May look, not act. */
  readonly viewerToken: Secret | null;
  /** Where people reach the page, without a slash at the end. */
  readonly publicUrl: string | null;
  readonly userHeader: string | null;
  readonly trustedProxies: readonly string[];
  readonly operators: readonly string[];
}

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
  readonly profile: ProfileName;
}

/** How long things are kept; null: for ever. Open alerts and closed reports are never pruned. */
export interface RetentionConfig {
  readonly dailyUsage: Seconds | null;
  readonly readings: Seconds | null;
  /** Resolved alerts, delivered messages, cycles. */
  readonly history: Seconds | null;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';
