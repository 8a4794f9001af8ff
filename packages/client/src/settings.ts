import type { Seconds } from '@roamwatch/core';
import type { RequestsBefore, RoamifyClientOptions, Timeouts } from './options.js';
import { type Base, parseBaseUrl } from './transport/base-url.js';
import { trustedCertificates } from './transport/certificates.js';

/** The options with every default filled in, and each within its range. */
export interface Settings
  extends Required<
    Pick<RoamifyClientOptions, 'requestsPerSecond' | 'concurrency' | 'retries' | 'breakAfter' | 'userAgent'>
  > {
  readonly base: Base;
  readonly token: RoamifyClientOptions['token'];
  /** Null: no such limit. */
  readonly requestsPerHour: number | null;
  readonly requestsBefore: readonly RequestsBefore[];
  readonly timeouts: Required<Timeouts>;
  readonly hooks: RoamifyClientOptions['hooks'];
  readonly debug: RoamifyClientOptions['debug'];
  readonly dispatcher: RoamifyClientOptions['dispatcher'];
  readonly fetch: RoamifyClientOptions['fetch'];
  /** PEM; empty: the well-known authorities alone. */
  readonly caCertificates: readonly string[];
  readonly knownPlaces: RoamifyClientOptions['knownPlaces'];
  readonly permits: RoamifyClientOptions['permits'];
}

const DEFAULT_TIMEOUTS: Required<Timeouts> = { request: 30, apply: 100, list: 300 };

/** The maximum of a Node.js timer. A longer one would fire at once. */
const LONGEST_TIMEOUT: Seconds = (2 ** 31 - 1) / 1000;

/** @throws {TypeError} fit for people, for a value the client could not work with. */
export function settle(options: RoamifyClientOptions): Settings {
  if (typeof options !== 'object' || options === null) throw new TypeError('the options are missing');
  const settings: Settings = {
    base: parseBaseUrl(options.baseUrl),
    token: usableToken(options.token),
    requestsPerSecond: options.requestsPerSecond ?? 5,
    concurrency: options.concurrency ?? 4,
    requestsPerHour: options.requestsPerHour ?? null,
    requestsBefore: options.requestsBefore ?? [],
    retries: options.retries ?? 2,
    breakAfter: options.breakAfter ?? 10,
    timeouts: {
      request: options.timeouts?.request ?? DEFAULT_TIMEOUTS.request,
      apply: options.timeouts?.apply ?? DEFAULT_TIMEOUTS.apply,
      list: options.timeouts?.list ?? DEFAULT_TIMEOUTS.list,
    },
    userAgent: options.userAgent ?? 'roamwatch-client',
    hooks: options.hooks,
    debug: options.debug,
    dispatcher: options.dispatcher,
    fetch: options.fetch,
    caCertificates: trustedCertificates(options.caCertificates),
    knownPlaces: options.knownPlaces,
    permits: options.permits,
  };
  requireAboveZero('requestsPerSecond', settings.requestsPerSecond, Number.POSITIVE_INFINITY);
  requireWhole('concurrency', settings.concurrency, 1, 10_000);
  if (settings.requestsPerHour !== null)
    requireWhole('requestsPerHour', settings.requestsPerHour, 1, 10_000_000);
  requireWhole('retries', settings.retries, 0, 100);
  if (settings.breakAfter !== Number.POSITIVE_INFINITY)
    requireWhole('breakAfter', settings.breakAfter, 1, Number.MAX_SAFE_INTEGER);
  for (const call of ['request', 'apply', 'list'] as const) {
    requireAboveZero(`timeouts.${call}`, settings.timeouts[call], LONGEST_TIMEOUT);
  }
  for (const { secondsAgo, count } of settings.requestsBefore) {
    requireWhole('requestsBefore.count', count, 0, Number.MAX_SAFE_INTEGER);
    if (!(secondsAgo >= 0)) throw new TypeError('requestsBefore.secondsAgo must be zero or more');
  }
  if (!/^[\x20-\x7e]+$/.test(settings.userAgent))
    throw new TypeError('userAgent must be printable ASCII text on one line');
  requireFunction('debug', settings.debug);
  requireFunction('fetch', settings.fetch);
  if (settings.fetch !== undefined && settings.dispatcher !== undefined)
    throw new TypeError('dispatcher and fetch both send the requests: give one of them');
  requireFunction('knownPlaces', settings.knownPlaces);
  for (const hook of ['before', 'after', 'error'] as const)
    requireFunction(`hooks.${hook}`, settings.hooks?.[hook]);
  if (settings.dispatcher !== undefined && typeof settings.dispatcher?.dispatch !== 'function')
    throw new TypeError('dispatcher must be one of undici');
  return settings;
}

function requireFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') throw new TypeError(`${name} must be a function`);
}

/** Without quoting it. What else a header cannot carry is the call's error, as for a token from a function. */
function usableToken(token: RoamifyClientOptions['token']): RoamifyClientOptions['token'] {
  if (typeof token === 'function') return token;
  if (typeof token !== 'string' || token.trim() === '') {
    throw new TypeError('token is empty: give the API token, or a function that returns it');
  }
  if (/\p{Cc}/u.test(token.trim())) throw new TypeError('token contains control characters');
  return token.trim();
}

function requireAboveZero(name: string, value: number, most: number): void {
  if (typeof value !== 'number' || !(value > 0)) throw new TypeError(`${name} must be above zero`);
  if (value > most) throw new TypeError(`${name} must be at most ${Math.floor(most)}`);
}

function requireWhole(name: string, value: number, least: number, most: number): void {
  if (least > 0 && !(value > 0)) throw new TypeError(`${name} must be above zero`);
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new TypeError(`${name} must be a whole number from ${least} to ${most}`);
}
