import { hostname } from 'node:os';
import { createRoamifyClient, type RoamifyClient, type RoamifyClientOptions } from '@roamwatch/client';
import type { Channel } from '@roamwatch/notify';
import { openStore, type Store } from '@roamwatch/store';
import { openChannels } from './channels.js';
import { type Clock, systemClock } from './clock.js';
import type { Config } from './config/config.js';
import { SecretError } from './config/secret.js';
import { createTopUpOffers, type TopUpOffers } from './jobs/deliver/top-ups.js';
import type { Logger } from './log.js';

/** Everything the jobs work with, joined in one place and passed along; nothing else reaches for the outside. */
export interface Context {
  readonly config: Config;
  readonly log: Logger;
  readonly now: Clock;
  readonly store: Store;
  readonly api: RoamifyClient;
  readonly topUps: TopUpOffers;
  /** By receiver name. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Names this process where it holds a lease. */
  readonly holder: string;
  close(): Promise<void>;
}

export interface ContextOptions {
  readonly log: Logger;
  readonly now?: Clock;
  /** Least real time between two messages to one Slack hook; left out: what Slack allows. */
  readonly slackIntervalMs?: number;
  /** How patient the API client is; left out: as it is by itself. */
  readonly client?: Patience;
}

export type Patience = Pick<RoamifyClientOptions, 'retries' | 'timeouts' | 'breakAfter'>;

/**
 * Joins the parts that a configuration names.
 *
 * @throws StoreError when the database cannot be opened; SecretError when a secret is missing.
 */
export function createContext(config: Config, options: ContextOptions): Context {
  const now = options.now ?? systemClock;
  const channels = openChannels(config, options.slackIntervalMs ?? null);
  const api = createApi(config, options.client);
  const store = openStore({ file: config.database.file, log: options.log, now });
  return {
    config,
    log: options.log,
    now,
    store,
    api,
    topUps: createTopUpOffers(api, now),
    channels,
    holder: `process ${process.pid} on ${hostname()}`,
    async close() {
      await Promise.all([api.close(), ...[...new Set(channels.values())].map((channel) => channel.close())]);
      store.close();
    },
  };
}

/** The API client alone. Each cycle reads the token's file anew, so that a rotated token is picked up. */
export function createApi(config: Config, patience: Patience = {}): RoamifyClient {
  const { baseUrl, token, requestsPerSecond, concurrency, requestsPerHour } = config.api;
  if (!token)
    throw new SecretError(
      'api.token',
      'no API token: set ROAMIFY_API_TOKEN, or api.tokenFile in the configuration',
    );
  return createRoamifyClient({
    baseUrl,
    token: () => token.reveal(),
    requestsPerSecond,
    concurrency,
    ...(requestsPerHour === null ? {} : { requestsPerHour }),
    ...patience,
  });
}
