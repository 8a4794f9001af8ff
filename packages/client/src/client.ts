import { debuglog } from 'node:util';
import { Api } from './api.js';
import { Caller } from './caller.js';
import { Places } from './decode/places.js';
import { KnownSecrets } from './failure/known-secrets.js';
import { Observer } from './hooks.js';
import { LaterCalls } from './later/later-operations.js';
import { Operations } from './operations.js';
import type { RoamifyClientOptions } from './options.js';
import { Breaker } from './pacing/breaker.js';
import { Limiter } from './pacing/limiter.js';
import { Pace } from './pacing/pace.js';
import { RawOperations } from './raw-operations.js';
import type { RoamifyClient } from './roamify-client.js';
import { Session } from './session.js';
import { type Settings, settle } from './settings.js';
import { Spellings } from './spellings.js';
import { Bearer } from './transport/bearer.js';
import { openConnections } from './transport/connections.js';
import type { Connections } from './transport/exchange.js';
import { OwnFetch } from './transport/own-fetch.js';

/**
 * Opens a client; connections are made when the first call needs one.
 * @throws {TypeError} fit for people, when an option is nothing the client can work with.
 */
export function createRoamifyClient(options: RoamifyClientOptions): RoamifyClient {
  const settings = settle(options);
  const { base, concurrency, timeouts, retries } = settings;
  const { connections, close } = connectionsOf(settings);
  const stop = new AbortController();
  const closing = stop.signal;
  const secrets = new KnownSecrets();
  const bearer = new Bearer(settings.token, settings.userAgent, secrets);
  const observer = observerOf(settings);
  const session = new Session({
    api: new Api({ base, connections, bearer, timeouts, observer, closing }),
    caller: new Caller({
      limiter: new Limiter(concurrency, paceOf(settings)),
      breaker: settings.permits ? null : new Breaker(settings.breakAfter),
      permits: settings.permits ?? null,
      secrets,
      observer,
      closing,
    }),
    retries,
    context: { secrets, places: new Places() },
    knownPlaces: settings.knownPlaces,
    spellings: new Spellings(),
  });
  return new Operations(session, new RawOperations(session), new LaterCalls(session), async () => {
    stop.abort();
    await close();
  });
}

function paceOf(settings: Settings): Pace {
  const { requestsPerSecond, concurrency, requestsPerHour, requestsBefore } = settings;
  // Others decide.
  if (settings.permits) return new Pace({ perSecond: Number.POSITIVE_INFINITY, burst: 1, perHour: null });
  const burst = Math.max(1, Math.min(concurrency, Math.ceil(requestsPerSecond)));
  const pace = new Pace({ perSecond: requestsPerSecond, burst, perHour: requestsPerHour });
  pace.takeEarlier(requestsBefore, performance.now());
  return pace;
}

/** What sends the requests, and how to close it: what the caller gave stays open. */
function connectionsOf({ base, concurrency, caCertificates, dispatcher, fetch }: Settings): {
  readonly connections: Connections;
  close(): Promise<void>;
} {
  if (dispatcher !== undefined) return { connections: dispatcher, close: async () => {} };
  if (fetch !== undefined) return { connections: new OwnFetch(fetch), close: async () => {} };
  const own = openConnections(base.origin, concurrency, caCertificates);
  return { connections: own, close: () => own.destroy() };
}

/** Null where neither hooks nor a debug log are wanted, which costs a call nothing. */
function observerOf({ hooks, debug }: Settings): Observer | null {
  const log = debug ?? (environmentLog.enabled ? (line: string) => environmentLog('%s', line) : undefined);
  return hooks === undefined && log === undefined ? null : new Observer(hooks ?? {}, log);
}

/** `NODE_DEBUG=roamwatch-client` */
const environmentLog = debuglog('roamwatch-client');
