import { hostname } from 'node:os';
import { createRoamifyClient, type RoamifyClient, type RoamifyClientOptions } from '@roamwatch/client';
import {
  type Clock,
  createTopUpOffers,
  type Log,
  RequestBudget,
  SecretError,
  unobserved,
} from '@roamwatch/monitor';
import type { Store, StoreLog } from '@roamwatch/store';
import { openChannels } from './channels.js';
import { version } from './cli/version.js';
import { systemClock } from './clock.js';
import type { Config } from './config/config.js';
import { connectAs } from './connect.js';
import type { Context, ContextOptions, Patience } from './context.js';
import { readInventory } from './inventory/index.js';
import { openDatabase } from './open-database.js';

/**
 * Joins the parts that a configuration names.
 *
 * @throws StoreError when the database cannot be opened; SecretError when a secret is missing.
 */
export async function createContext(config: Config, options: ContextOptions): Promise<Context> {
  const { log, now = systemClock, integrityCheck = false, temporary = false } = options;
  const store = await openDatabase(config, { log: storeLog(log), now, integrityCheck, temporary });
  try {
    return await joined(config, options, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function joined(config: Config, options: ContextOptions, store: Store): Promise<Context> {
  const { log, now = systemClock, observer = unobserved } = options;
  const channels = openChannels(config, options.slackIntervalMs ?? null);
  const requests = await requestsOf(config, store, now);
  const api = createApi(config, {
    ...options.client,
    ...(requests && { requestsBefore: requests.requestsBefore() }),
    knownPlaces: () => store.usage.placesInUse(),
    onRequest: (request) => {
      requests?.count();
      observer.request(request);
    },
  });
  const retire = async () => {
    await requests?.save();
    await Promise.all([api.close(), ...[...new Set(channels.values())].map((channel) => channel.close())]);
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
    holder: `process ${process.pid} on ${hostname()}`,
    version: version(),
    observer,
    async renew(next) {
      await requests?.save();
      return joined(next, options, store);
    },
    retire,
    async close() {
      await retire();
      await store.close();
    },
  };
}

async function requestsOf(config: Config, store: Store, now: Clock): Promise<RequestBudget | null> {
  const limit = requestsPerHour(config);
  return limit === null ? null : RequestBudget.open(store, now, limit);
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
  options: Patience & Pick<RoamifyClientOptions, 'onRequest' | 'requestsBefore' | 'knownPlaces'> = {},
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
