import type { ApiSettings, Receiver, ScheduledReport, Settings } from '@roamwatch/monitor';
import type { HookKind } from '@roamwatch/notify';
import type { InvoiceColumns } from '../invoice/read.js';
import type { Secret } from './secret.js';

/**
 * The whole configuration: what the monitor goes by, and what the program needs around it. Defaults are filled in,
 * paths are absolute, lengths of time are in seconds, sizes in bytes.
 */
export interface Config extends Settings {
  /** The configuration file, absolute. */
  readonly file: string;
  readonly api: ApiConfig;
  readonly database: DatabaseConfig;
  readonly receivers: readonly ReceiverConfig[];
  readonly smtp: SmtpConfig | null;
  /** Null: nothing is served. */
  readonly http: HttpConfig | null;
  /** Null: the provider's push is not taken. */
  readonly push: PushConfig | null;
  /** Certificates (PEM) to trust as well as the well-known ones, with the file they were read from; null without. */
  readonly tls: TlsConfig | null;
  readonly reports: readonly ReportConfig[];
  readonly invoice: { readonly columns: InvoiceColumns };
  /** Of the daemon; the command line goes first. */
  readonly log: { readonly level: LogLevel };
  readonly heartbeatUrl: Secret | null;
}

export interface DatabaseConfig {
  /** The file of SQLite, absolute; of a server its address without user and password, for people. */
  readonly file: string;
  /** Left out: SQLite. */
  readonly server?: DatabaseServer;
}

export interface DatabaseServer {
  /** Without the password. */
  readonly url: string;
  readonly password: Secret | null;
}

export interface ApiConfig extends ApiSettings {
  /** The provider's page for top-ups; null: none to link to. */
  readonly dashboardUrl: string | null;
  readonly token: Secret | null;
}

export interface ReportConfig extends ScheduledReport {
  /** The secrets of its webhook by key; null without one. */
  readonly webhook: HookSecretSources | null;
}

/** By key; null for one that was left out. */
export type HookSecretSources = Readonly<Record<string, Secret | null>>;

/** One destination for alerts, with what opens its channel. */
export interface ReceiverConfig extends Receiver {
  readonly channel: ReceiverChannel;
}

export type ReceiverChannel =
  | { readonly kind: 'email' }
  | { readonly kind: HookKind; readonly secrets: HookSecretSources };

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

export interface PushConfig {
  /** One, or two while it is rotated: an event signed with either is accepted. */
  readonly secrets: readonly Secret[];
}

export interface TlsConfig {
  /** Absolute. */
  readonly caFile: string;
  readonly certificates: readonly string[];
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error';
