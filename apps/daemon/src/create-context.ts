import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { createRoamifyClient, type RoamifyClient, type RoamifyClientOptions } from '@roamwatch/client';
import {
  type Budget,
  type Clock,
  createTopUpOffers,
  type Log,
  RequestBudget,
  SecretError,
  SharedBudget,
  SharedClock,
  SharedPermits,
  unobserved,
} from '@roamwatch/monitor';
import type { Store, StoreLog } from '@roamwatch/store';
import { openChannels } from './channels.js';
import { version } from './cli/version.js';
import { systemClock } from './clock.js';
import type { Config } from './config/config.js';
import { connectAs } from './connect.js';
import type { Context, ContextOptions, Patience } from './context.js';
import { fingerprintOf } from './fingerprint.js';
import { readInventory } from './inventory/index.js';
import { openDatabase } from './open-database.js';

/**
 * Joins the parts that a configuration names.
 *
 * @throws StoreError when the database cannot be opened; SecretError when a secret is missing.
 */
export async function createContext(config: Config, options: ContextOptions): Promise<Context> {
  const { log, integrityCheck = false, temporary = false } = options;
  let shared: SharedClock | null = null;
  const now = options.now ?? (() => shared?.now() ?? systemClock());
  const store = await openDatabase(config, { log: storeLog(log), now, integrityCheck, temporary });
  try {
    shared = await SharedClock.open(store);
    return await joined(config, { ...options, now, holder: holderName() }, store, shared);
  } catch (error) {
    shared?.close();
    await store.close();
    throw error;
  }
}

/** @param shared null: this process is the only one that works on the database. */
async function joined(
  config: Config,
  options: ContextOptions & { readonly now: Clock; readonly holder: string },
  store: Store,
  shared: SharedClock | null,
): Promise<Context> {
  const { log, now, observer = unobserved } = options;
  const channels = await openChannels(config, options.slackIntervalMs ?? null);
  const { requests, limits, count, settle } =
    shared === null
      ? await ownLimits(config, store, now)
      : sharedLimits(config, store, log, shared, options.client?.breakAfter);
  const api = createApi(config, {
    ...options.client,
    ...limits,
    knownPlaces: () => store.usage.placesInUse(),
    hooks: {
      after: (request) => {
        count();
        observer.request(request);
      },
    },
  });
  const retire = async () => {
    await Promise.all([api.close(), ...[...new Set(channels.values())].map((channel) => channel.close())]);
    await settle();
  };
  return {
    config,
    log,
    now,
    store,
    api,
    topUps: createTopUpOffers(api, now),
    readInventory,
    requests,
    budget: config.poll.adaptive === null ? null : requests,
    channels,
    connect: connectAs(config),
    holder: options.holder,
    version: version(),
    observer,
    fingerprint: fingerprintOf(config, store),
    async renew(next) {
      await requests?.save();
      return joined(next, options, store, shared);
    },
    retire,
    async close() {
      shared?.close();
      await retire();
      await store.close();
    },
  };
}

/** Also where containers have one host name and one number, and after one was started again. */
function holderName(): string {
  return `process ${process.pid} on ${hostname()} (${randomUUID().slice(0, 8)})`;
}

/** What limits requests: a count of them, and the limits of the API client. */
interface Limits {
  readonly requests: Budget | null;
  readonly limits: Pick<RoamifyClientOptions, 'requestsBefore' | 'permits'>;
  /** Called after every request. */
  count(): void;
  /** Stores what is counted. */
  settle(): Promise<void>;
}

async function ownLimits(config: Config, store: Store, now: Clock): Promise<Limits> {
  const perHour = requestsPerHour(config);
  if (perHour === null) return { requests: null, limits: {}, count: () => {}, settle: async () => {} };
  const requests = await RequestBudget.open(store, now, perHour);
  return {
    requests,
    limits: { requestsBefore: requests.requestsBefore() },
    count: () => requests.count(),
    settle: () => requests.save(),
  };
}

/** Consecutive requests without an answer, of all workers, after which the provider gets none for a while. */
const BREAK_AFTER = 10;

function sharedLimits(
  config: Config,
  store: Store,
  log: Log,
  clock: SharedClock,
  breakAfter = BREAK_AFTER,
): Limits {
  const perHour = requestsPerHour(config);
  const permits = new SharedPermits({
    store,
    log,
    nowMs: () => clock.nowMs(),
    limits: { perSecond: config.api.requestsPerSecond, perHour },
    breakAfter,
  });
  return {
    requests: perHour === null ? null : new SharedBudget(permits, perHour),
    limits: { permits },
    count: () => {},
    settle: () => permits.settle(),
  };
}

function storeLog(log: Log): StoreLog {
  const fields = { event: 'database' };
  return {
    info: (message) => log.info(fields, message),
    warn: (message) => log.warn(fields, message),
  };
}

/** The API client alone. Each cycle reads the token's file again, so that a rotated token is used. */
export function createApi(
  config: Config,
  options: Patience & Pick<RoamifyClientOptions, 'hooks' | 'requestsBefore' | 'knownPlaces' | 'permits'> = {},
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
    caCertificates: config.tls?.certificates ?? [],
    ...(perHour === null ? {} : { requestsPerHour: perHour }),
    ...options,
  });
}

/** Null: no limit. */
function requestsPerHour({ api, poll }: Config): number | null {
  return poll.adaptive?.requestsPerHour ?? api.requestsPerHour;
}
