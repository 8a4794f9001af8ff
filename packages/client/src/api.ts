import type { Seconds } from '@roamwatch/core';
import createFetchClient, { type Client, createQuerySerializer } from 'openapi-fetch';
import type { Answer } from './caller.js';
import type { Operation } from './errors.js';
import type { operations, paths } from './generated/roamify.js';
import type { Observer } from './hooks.js';
import type { CallOptions, Timeouts } from './options.js';
import type { Base } from './transport/base-url.js';
import type { Bearer, RequestHeaders } from './transport/bearer.js';
import type { Connections } from './transport/exchange.js';
import {
  fetchStream,
  fetchWhole,
  LightRequest,
  type LightResponse,
  type Sending,
} from './transport/fetch.js';
import type { ApplyRequest } from './wire.js';

export type TopUpQuery = operations['getTopUpPackages']['parameters']['query'];
export type ListQuery = NonNullable<operations['listEsims']['parameters']['query']>;

/** How a request is sent and its answer read. */
export type Sender = (sending: Sending, request: LightRequest) => Promise<LightResponse>;

/** Sends a request; every attempt of a call does so again. */
export type Send = () => Promise<Answer>;

export interface ApiParts {
  readonly base: Base;
  readonly connections: Connections;
  readonly bearer: Bearer;
  readonly timeouts: Required<Timeouts>;
  /** Null: nobody looks on. */
  readonly observer: Observer | null;
  /** Aborts when the client is closed. */
  readonly closing: AbortSignal;
}

type Fetch = (request: globalThis.Request) => Promise<globalThis.Response>;

/** The operations as HTTP requests, typed by the spec. */
export class Api {
  readonly #fetchClient: Client<paths>;

  constructor(readonly parts: ApiParts) {
    this.#fetchClient = createLightClient<paths>(parts.base);
  }

  apply(body: ApplyRequest, { signal }: CallOptions, sender?: Sender): Send {
    const fetch = this.fetchFor('apply', signal, sender, this.parts.timeouts.apply);
    return () => this.#fetchClient.POST('/api/esim/apply', { body, fetch });
  }

  usage(iccid: string, { signal }: CallOptions, sender?: Sender): Send {
    const fetch = this.fetchFor('usage', signal, sender);
    return () => this.#fetchClient.GET('/api/esim/usage', { params: { query: { iccid } }, fetch });
  }

  usageDetails(iccid: string, { signal }: CallOptions, sender?: Sender): Send {
    const fetch = this.fetchFor('usage-details', signal, sender);
    return () =>
      this.#fetchClient.GET('/api/esim/usage/details', {
        // Given once more, because openapi-fetch would add it to a copy of these options, which costs two microseconds.
        method: 'GET',
        params: { query: { iccid } },
        fetch,
      });
  }

  topUpPackages(query: TopUpQuery, { signal }: CallOptions, sender?: Sender): Send {
    const fetch = this.fetchFor('topup-packages', signal, sender);
    return () => this.#fetchClient.GET('/api/esim/topup/packages', { params: { query }, fetch });
  }

  packagesHistory(iccid: string, { signal }: CallOptions, sender?: Sender): Send {
    const fetch = this.fetchFor('packages-history', signal, sender);
    return () => this.#fetchClient.GET('/api/esim/history', { params: { query: { iccid } }, fetch });
  }

  esim(query: { iccid: string } | { esimId: string }, { signal }: CallOptions, sender?: Sender): Send {
    const fetch = this.fetchFor('iccid' in query ? 'esim-by-iccid' : 'esim-by-id', signal, sender);
    return () => this.#fetchClient.GET('/api/esim', { params: { query }, fetch });
  }

  /** Its answer is a stream. */
  list(query: ListQuery, { signal }: CallOptions): Send {
    const fetch = this.fetchFor('list', signal, fetchStream, this.parts.timeouts.list);
    return () => this.#fetchClient.GET('/api/esims', { params: { query }, parseAs: 'stream', fetch });
  }

  /** The `fetch` of one call: our connections, our token, one deadline for every attempt. */
  fetchFor(
    operation: Operation,
    signal: AbortSignal | undefined,
    send: Sender = fetchWhole,
    timeout: Seconds = this.parts.timeouts.request,
  ): Fetch {
    const { base, connections, bearer, observer, closing } = this.parts;
    const { origin } = base;
    const deadlineMs = timeout * 1000;
    const limits = { deadlineMs, signal, closing };
    let attempt = 0;
    const sendOnceReady = async (
      request: LightRequest,
      reading: RequestHeaders | Promise<RequestHeaders>,
    ) => {
      const started = performance.now();
      const headers = await reading;
      // The time for reading the token is not available for the rest.
      const readFor = reading instanceof Promise ? performance.now() - started : 0;
      const left = { ...limits, deadlineMs: Math.max(1, deadlineMs - readFor) };
      if (observer?.watchesSending) {
        attempt += 1;
        const method = request.body === undefined ? 'GET' : 'POST';
        await observer.sending({ operation, method, url: `${origin}${request.url}`, attempt });
      }
      return send({ connections, origin, headers, limits: left }, request);
    };
    const fetch = (request: LightRequest) => {
      const headers = bearer.headers(operation, limits);
      // On the path of every call: no promise where there is nothing to wait for.
      return headers instanceof Promise || observer?.watchesSending
        ? sendOnceReady(request, headers)
        : send({ connections, origin, headers, limits }, request);
    };
    return fetch as unknown as Fetch;
  }
}

/** Requests of the operations that `Paths` describes, made of what every call has a `fetch` of its own for. */
export function createLightClient<Paths extends object>(base: Base): Client<Paths> {
  // The two light classes have what openapi-fetch uses of the standard ones, and no more.
  const LightRequestClass = LightRequest as unknown as typeof globalThis.Request;
  // Its own, which it would make for every request.
  const querySerializer = createQuerySerializer();
  return createFetchClient<Paths>({ baseUrl: base.prefix, Request: LightRequestClass, querySerializer });
}
