import { Readable } from 'node:stream';
import type { ListedEsim, UsageDetails } from '@roamwatch/core';
import createFetchClient, { type Client } from 'openapi-fetch';
import { Pool } from 'undici';
import { type ApplyOptions, applyThenLookUp } from './apply.js';
import { type Answer, Caller } from './caller.js';
import { openEnvelope } from './decode/envelope.js';
import { decodeEsim, type InstallableEsim } from './decode/esim.js';
import { decodeList, type ListBatch } from './decode/list.js';
import { decodeHistory, decodeTopUps, type PackagesHistory, type TopUps } from './decode/packages.js';
import { decodeUsage, decodeUsageDetails, type Usage } from './decode/usage.js';
import type { Operation } from './errors.js';
import { UnreadableBody } from './failure/failure.js';
import type { paths } from './generated/roamify.js';
import type { CallOptions, RoamifyClientOptions } from './options.js';
import { Breaker } from './pacing/breaker.js';
import { Limiter } from './pacing/limiter.js';
import { Pace } from './pacing/pace.js';
import { type Base, parseBaseUrl } from './transport/base-url.js';
import { Bearer } from './transport/bearer.js';
import {
  type Call,
  ComparedAnswer,
  fetchCompared,
  fetchStream,
  fetchWhole,
  LightRequest,
  type LightResponse,
} from './transport/fetch.js';

export interface LookUpOptions extends CallOptions {
  /** Also give what an installer needs. Secrets: neither log nor store them. */
  readonly secrets?: boolean;
}

export interface ListOptions extends CallOptions {
  /** Only eSIMs of this status. */
  readonly status?: string;
  /** At most this many. Without it the provider returns 50, whatever there is. */
  readonly limit?: number;
}

export interface ChangedUsageDetails {
  /** To be given as `known` when asking again. */
  readonly fingerprint: string;
  /** Null: nothing changed. */
  readonly details: UsageDetails | null;
}

/** The eight operations of the Roamify eSIM API. Every method throws `RoamifyError`, and nothing else. */
export interface RoamifyClient {
  /**
   * Generates an eSIM's profile; up to 90 s. It is asked for once. When that ends undecided (a time-out, "still
   * pending processing", a lost connection) the eSIM is looked up by its id until the profile is there.
   */
  applyProfile(
    esim: { readonly esimId: string },
    options: ApplyOptions & { secrets: true },
  ): Promise<InstallableEsim>;
  applyProfile(
    esim: { readonly esimId: string },
    options?: ApplyOptions & LookUpOptions,
  ): Promise<ListedEsim>;
  /** Figures are in the provider's own units, which its sources contradict each other about. */
  usage(iccid: string, options?: CallOptions): Promise<Usage>;
  /** The same with a figure per day and place. Rows that cannot be read are in `rejected`. */
  usageDetails(iccid: string, options?: CallOptions): Promise<UsageDetails>;
  /**
   * The same for who asks again and again: an answer that is byte for byte the one with the `known` fingerprint is not
   * read, which is most of a call's work.
   */
  changedUsageDetails(
    iccid: string,
    known: string | null,
    options?: CallOptions,
  ): Promise<ChangedUsageDetails>;
  topUpPackages(iccid: string, options?: CallOptions): Promise<TopUps>;
  packagesHistory(iccid: string, options?: CallOptions): Promise<PackagesHistory>;
  esimByIccid(iccid: string, options: LookUpOptions & { secrets: true }): Promise<InstallableEsim>;
  esimByIccid(iccid: string, options?: LookUpOptions): Promise<ListedEsim>;
  esimById(esimId: string, options: LookUpOptions & { secrets: true }): Promise<InstallableEsim>;
  esimById(esimId: string, options?: LookUpOptions): Promise<ListedEsim>;
  /**
   * One list call, decoded as it comes in. It counts only when the iteration ends without an error. It occupies one of
   * the `concurrency` turns until then, so do not wait for other calls inside the loop. To get a whole fleet use
   * `listFleet`.
   */
  listEsims(options?: ListOptions): AsyncIterable<ListBatch>;
  /** Stops everything under way and frees the connections. */
  close(): Promise<void>;
}

/** Throws `TypeError` when the base URL cannot be one, or a limit is not above zero. */
export function createRoamifyClient(options: RoamifyClientOptions): RoamifyClient {
  for (const limit of ['requestsPerSecond', 'concurrency', 'requestsPerHour', 'breakAfter'] as const) {
    if (!((options[limit] ?? 1) > 0)) throw new TypeError(`${limit} must be above zero`);
  }
  return new HttpRoamifyClient(options);
}

const DEFAULTS = {
  requestsPerSecond: 5,
  concurrency: 4,
  retries: 2,
  breakAfter: 10,
  timeouts: { request: 30, apply: 100, list: 120 },
  userAgent: 'roamwatch-client',
};

type Sender = (call: Call, request: LightRequest) => Promise<LightResponse>;
type Fetch = (request: globalThis.Request) => Promise<globalThis.Response>;

class HttpRoamifyClient implements RoamifyClient {
  readonly #base: Base;
  readonly #pool: Pool;
  readonly #bearer: Bearer;
  readonly #api: Client<paths>;
  readonly #caller: Caller;
  readonly #retries: number;
  readonly #timeouts: Required<NonNullable<RoamifyClientOptions['timeouts']>>;

  constructor(options: RoamifyClientOptions) {
    const { requestsPerSecond, concurrency, retries, breakAfter, userAgent } = { ...DEFAULTS, ...options };
    this.#base = parseBaseUrl(options.baseUrl);
    this.#bearer = new Bearer(options.token, userAgent);
    this.#pool = new Pool(this.#base.origin, { connections: concurrency });
    // The two light classes have what openapi-fetch uses of the standard ones, and no more.
    const LightRequestClass = LightRequest as unknown as typeof globalThis.Request;
    this.#api = createFetchClient<paths>({ baseUrl: this.#base.prefix, Request: LightRequestClass });
    const burst = Math.max(1, Math.min(concurrency, Math.ceil(requestsPerSecond)));
    const perHour = options.requestsPerHour ?? null;
    const pace = new Pace({ perSecond: requestsPerSecond, burst, perHour });
    pace.takeEarlier(options.requestsBefore ?? [], performance.now());
    this.#caller = new Caller(new Limiter(concurrency, pace), new Breaker(breakAfter), options.onRequest);
    this.#retries = retries;
    this.#timeouts = { ...DEFAULTS.timeouts, ...options.timeouts };
  }

  applyProfile(esim: { esimId: string }, options: ApplyOptions & { secrets: true }): Promise<InstallableEsim>;
  applyProfile(esim: { esimId: string }, options?: ApplyOptions & LookUpOptions): Promise<ListedEsim>;
  applyProfile(
    { esimId }: { esimId: string },
    options: ApplyOptions & LookUpOptions = {},
  ): Promise<ListedEsim> {
    const apply = () =>
      this.#api.POST('/api/esim/apply', {
        body: { esimId },
        fetch: this.#fetch('apply', options.signal, this.#timeouts.apply),
      });
    return applyThenLookUp(
      () =>
        this.#ask('apply', apply, (data) => decodeEsim('apply', data, options.secrets ?? false), options, 0),
      () => this.esimById(esimId, options),
      options,
    );
  }

  usage(iccid: string, options: CallOptions = {}): Promise<Usage> {
    const send = () =>
      this.#api.GET('/api/esim/usage', {
        params: { query: { iccid } },
        fetch: this.#fetch('usage', options.signal),
      });
    return this.#ask('usage', send, (data) => decodeUsage('usage', data, iccid), options);
  }

  usageDetails(iccid: string, options: CallOptions = {}): Promise<UsageDetails> {
    const send = this.#usageDetailsCall(iccid, options, fetchWhole);
    return this.#ask('usage-details', send, (data) => decodeUsageDetails(data, iccid), options);
  }

  changedUsageDetails(
    iccid: string,
    known: string | null,
    options: CallOptions = {},
  ): Promise<ChangedUsageDetails> {
    const compared: Sender = (call, request) => fetchCompared(known, call, request);
    const send = this.#usageDetailsCall(iccid, options, compared);
    const read = (answer: unknown): ChangedUsageDetails => {
      if (!(answer instanceof ComparedAnswer)) throw new UnreadableBody(200);
      const { fingerprint, changed } = answer;
      if (changed === null) return { fingerprint, details: null };
      const data = openEnvelope('usage-details', changed.envelope);
      return { fingerprint, details: decodeUsageDetails(data, iccid) };
    };
    const { signal } = options;
    return this.#caller.ask({ operation: 'usage-details', signal, retries: this.#retries, send, read });
  }

  topUpPackages(iccid: string, options: CallOptions = {}): Promise<TopUps> {
    const send = () =>
      this.#api.GET('/api/esim/topup/packages', {
        params: { query: { iccid } },
        fetch: this.#fetch('topup-packages', options.signal),
      });
    return this.#ask('topup-packages', send, decodeTopUps, options);
  }

  packagesHistory(iccid: string, options: CallOptions = {}): Promise<PackagesHistory> {
    const send = () =>
      this.#api.GET('/api/esim/history', {
        params: { query: { iccid } },
        fetch: this.#fetch('packages-history', options.signal),
      });
    return this.#ask('packages-history', send, decodeHistory, options);
  }

  esimByIccid(iccid: string, options: LookUpOptions & { secrets: true }): Promise<InstallableEsim>;
  esimByIccid(iccid: string, options?: LookUpOptions): Promise<ListedEsim>;
  esimByIccid(iccid: string, options: LookUpOptions = {}): Promise<ListedEsim> {
    return this.#lookUp('esim-by-iccid', { iccid }, options);
  }

  esimById(esimId: string, options: LookUpOptions & { secrets: true }): Promise<InstallableEsim>;
  esimById(esimId: string, options?: LookUpOptions): Promise<ListedEsim>;
  esimById(esimId: string, options: LookUpOptions = {}): Promise<ListedEsim> {
    return this.#lookUp('esim-by-id', { esimId }, options);
  }

  listEsims({ signal, ...query }: ListOptions = {}): AsyncIterable<ListBatch> {
    return this.#caller.stream<ListBatch>({
      operation: 'list',
      signal,
      retries: this.#retries,
      send: () =>
        this.#api.GET('/api/esims', {
          params: { query },
          parseAs: 'stream',
          fetch: this.#fetch('list', signal, this.#timeouts.list, fetchStream),
        }),
      read: (body) => {
        if (body instanceof Readable) return decodeList(body);
        throw new UnreadableBody(200);
      },
    });
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }

  #usageDetailsCall(iccid: string, { signal }: CallOptions, sender: Sender): () => Promise<Answer> {
    return () =>
      this.#api.GET('/api/esim/usage/details', {
        // Said once more, because openapi-fetch would add it to a copy of these options, which costs two microseconds.
        method: 'GET',
        params: { query: { iccid } },
        fetch: this.#fetch('usage-details', signal, this.#timeouts.request, sender),
      });
  }

  #lookUp(
    operation: 'esim-by-iccid' | 'esim-by-id',
    query: { iccid: string } | { esimId: string },
    options: LookUpOptions,
  ): Promise<ListedEsim> {
    const send = () =>
      this.#api.GET('/api/esim', { params: { query }, fetch: this.#fetch(operation, options.signal) });
    return this.#ask(
      operation,
      send,
      (data) => decodeEsim(operation, data, options.secrets ?? false),
      options,
    );
  }

  #ask<T>(
    operation: Operation,
    send: () => Promise<Answer>,
    decode: (data: unknown) => T,
    { signal }: CallOptions,
    retries = this.#retries,
  ): Promise<T> {
    const read = (envelope: unknown) => decode(openEnvelope(operation, envelope));
    return this.#caller.ask({ operation, signal, retries, send, read });
  }

  /** The `fetch` for one request: our pool, our token, our deadline. */
  #fetch(
    operation: Operation,
    signal: AbortSignal | undefined,
    timeout = this.#timeouts.request,
    send: Sender = fetchWhole,
  ): Fetch {
    const fetch = async (request: LightRequest) => {
      const headers = await this.#bearer.headers(operation);
      const limits = { deadlineMs: timeout * 1000, signal };
      return send({ dispatcher: this.#pool, origin: this.#base.origin, headers, limits }, request);
    };
    return fetch as unknown as Fetch;
  }
}
