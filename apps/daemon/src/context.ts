import { hostname } from 'node:os';
import { createRoamifyClient, type RoamifyClient, type RoamifyClientOptions } from '@roamwatch/client';
import type { Channel } from '@roamwatch/notify';
import { openStore, type Store } from '@roamwatch/store';
import { openChannels } from './channels.js';
import { type Clock, systemClock } from './clock.js';
import type { Config } from './config/config.js';
import { SecretError } from './config/secret.js';
import { createTopUpOffers, type TopUpOffers } from './jobs/deliver/top-ups.js';
import { RequestBudget } from './jobs/poll/request-budget.js';
import type { Logger } from './log.js';
import { type Observer, unobserved } from './observer.js';

/** Everything the jobs work with, joined in one place and passed along; nothing else reaches for the outside. */
export interface Context {
  readonly config: Config;
  readonly log: Logger;
  readonly now: Clock;
  readonly store: Store;
  readonly api: RoamifyClient;
  readonly topUps: TopUpOffers;
  /** Counts the requests of the hour; null without a limit to them. */
  readonly requests: RequestBudget | null;
  /** The same where polling plans with it; null: polling goes by schedule, and only `api.requestsPerHour` limits it. */
  readonly budget: RequestBudget | null;
  /** By receiver name. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Names this process where it holds a lease. */
  readonly holder: string;
  readonly observer: Observer;
  /**
   * The same database, clock and log under another configuration. Nothing is closed.
   *
   * @throws SecretError when a secret is missing.
   */
  renew(config: Config): Context;
  /** Closes the connections to the outside; the database stays open. */
  retire(): Promise<void>;
  close(): Promise<void>;
}

export interface ContextOptions {
  readonly log: Logger;
  readonly now?: Clock;
  /** Least real time between two messages to one Slack hook; left out: what Slack allows. */
  readonly slackIntervalMs?: number;
  /** How patient the API client is; left out: as it is by itself. */
  readonly client?: Patience;
  /** Hears of everything that is counted. */
  readonly observer?: Observer;
  /** Reads the whole database file first, about 30 ms a MB. */
  readonly integrityCheck?: boolean;
}

export type Patience = Pick<RoamifyClientOptions, 'retries' | 'timeouts' | 'breakAfter' | 'requestsPerHour'>;

/**
 * Joins the parts that a configuration names.
 *
 * @throws StoreError when the database cannot be opened; SecretError when a secret is missing.
 */
export function createContext(config: Config, options: ContextOptions): Context {
  const { log, now = systemClock, observer = unobserved, integrityCheck = false } = options;
  const store = openStore({
    file: config.database.file,
    log: log.child({ event: 'database' }),
    now,
    integrityCheck,
  });
  try {
    return joined(config, options, observed(store, observer));
  } catch (error) {
    store.close();
    throw error;
  }
}

function joined(config: Config, options: ContextOptions, store: Store): Context {
  const { log, now = systemClock, observer = unobserved } = options;
  const channels = openChannels(config, options.slackIntervalMs ?? null);
  const requests = requestsOf(config, store, now);
  const api = createApi(config, {
    ...options.client,
    ...(requests && { requestsBefore: requests.requestsBefore() }),
    onRequest: (request) => {
      requests?.count();
      observer.request(request);
    },
  });
  const retire = async () => {
    requests?.save();
    await Promise.all([api.close(), ...[...new Set(channels.values())].map((channel) => channel.close())]);
  };
  return {
    config,
    log,
    now,
    store,
    api,
    topUps: createTopUpOffers(api, now),
    requests,
    budget: config.poll.adaptive === null ? null : requests,
    channels,
    holder: `process ${process.pid} on ${hostname()}`,
    observer,
    renew(next) {
      requests?.save();
      return joined(next, options, store);
    },
    retire,
    async close() {
      await retire();
      store.close();
    },
  };
}

function requestsOf(config: Config, store: Store, now: Clock): RequestBudget | null {
  const limit = requestsPerHour(config);
  return limit === null ? null : new RequestBudget(store, now, limit);
}

/** What is set aside is counted where all of it passes. */
function observed(store: Store, observer: Observer): Store {
  return {
    ...store,
    rejected: {
      ...store.rejected,
      add(esim, rejected, at) {
        store.rejected.add(esim, rejected, at);
        observer.setAside(rejected);
      },
    },
  };
}

/** The API client alone. Each cycle reads the token's file anew, so that a rotated token is picked up. */
export function createApi(
  config: Config,
  options: Patience & Pick<RoamifyClientOptions, 'onRequest' | 'requestsBefore'> = {},
): RoamifyClient {
  const { baseUrl, token, requestsPerSecond, concurrency } = config.api;
  const perHour = requestsPerHour(config);
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
    ...(perHour === null ? {} : { requestsPerHour: perHour }),
    ...options,
  });
}

/** Null: no limit. */
function requestsPerHour({ api, poll }: Config): number | null {
  return poll.adaptive?.requestsPerHour ?? api.requestsPerHour;
}
