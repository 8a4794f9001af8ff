import type { RoamifyClientOptions } from '@roamwatch/client';
import type { Fingerprint } from '@roamwatch/core';
import type { Clock, Log, Context as MonitorContext, Observer } from '@roamwatch/monitor';
import type { Config } from './config/config.js';

/** Everything the program works with, under one configuration. */
export interface Context extends MonitorContext {
  readonly config: Config;
  /**
   * The same database, clock and log under another configuration. Nothing is closed.
   *
   * @throws SecretError when a secret is missing.
   */
  renew(config: Config): Promise<Context>;
  /** What must be the same in all daemons that share the database, as it is on this machine now. */
  fingerprint(): Promise<Fingerprint>;
  /** Closes the connections to the outside; the database stays open. */
  retire(): Promise<void>;
  close(): Promise<void>;
}

export interface ContextOptions {
  readonly log: Log;
  readonly now?: Clock;
  /** Least real time between two messages to one Slack hook; left out: what Slack allows. */
  readonly slackIntervalMs?: number;
  /** Retries and time-outs of the API client; left out: its defaults. */
  readonly client?: Patience;
  /** Is notified of everything that is counted. */
  readonly observer?: Observer;
  /** Reads the whole database file first, about 30 ms a MB. */
  readonly integrityCheck?: boolean;
  /** The database is for this process alone, and is gone with it. */
  readonly temporary?: boolean;
}

export type Patience = Pick<RoamifyClientOptions, 'retries' | 'timeouts' | 'breakAfter' | 'requestsPerHour'>;
