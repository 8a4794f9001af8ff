import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { LARGEST_ERROR } from '../bounds/bounds.js';
import { checkBounds } from '../bounds/check-bounds.js';
import { TooLarge, UnreadableBody } from '../failure/failure.js';
import { fingerprintOf } from '../text/fingerprint.js';
import { decoded, decodedStream } from './content-encoding.js';
import { type Limits, stopAt } from './deadline.js';
import { type Connections, exchange } from './exchange.js';
import type { Exchange, Outgoing } from './messages.js';
import { type Opened, OwnFetch } from './own-fetch.js';

/**
 * The part of `Request` that openapi-fetch needs. The standard one, with the `fetch` under it, costs ten times the
 * CPU of the whole rest of a call.
 */
export class LightRequest {
  readonly body: string | undefined;

  constructor(
    readonly url: string,
    init: { readonly body?: string },
  ) {
    this.body = init.body;
  }
}

/** The part of `Response` that openapi-fetch needs. */
export interface LightResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  readonly body: Readable | null;
  text(): Promise<string>;
  /** Or a promise of it. */
  json(): unknown;
  /** What was read, as text, for an error about it. Null when it is no text, or was not kept. */
  wasRead(): string | null;
}

/** The headers and time limits of a request. */
export interface Sending {
  readonly connections: Connections;
  /** Scheme, host and port. Requests go nowhere else: redirects are answers, never followed. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: Limits;
}

/** Sends a request and reads the whole answer. Compression is not requested (small bodies), but understood. */
export function fetchWhole(sending: Sending, request: LightRequest): Promise<LightResponse> {
  return exchanged(sending, request, (answered) => new WholeResponse(answered));
}

/** Like {@link fetchWhole} for an answer that is handed on as it came: its bounds are checked however short it is. */
export function fetchChecked(sending: Sending, request: LightRequest): Promise<LightResponse> {
  return exchanged(sending, request, (answered) => new CheckedResponse(answered));
}

/**
 * Like {@link fetchWhole}, but parses the answer only when it is another than the one with the `known` fingerprint; the
 * response's `json` gives a {@link ComparedAnswer}.
 */
export function fetchCompared(
  { known, parse }: Comparing,
  sending: Sending,
  request: LightRequest,
): Promise<LightResponse> {
  return exchanged(sending, request, (answered) => new ComparedResponse(answered, known, parse));
}

function exchanged(
  sending: Sending,
  request: LightRequest,
  receive: (answered: Exchange) => LightResponse,
): Promise<LightResponse> {
  return exchange(sending.connections, outgoing(sending, request), sending.limits, receive);
}

export interface Comparing {
  readonly known: string | null;
  /** Throws for text that is no JSON. */
  readonly parse: (text: string) => unknown;
}

/** A body's fingerprint and, unless it is the known one, what was parsed of its text. */
export class ComparedAnswer {
  constructor(
    readonly fingerprint: string,
    readonly changed: { readonly parsed: unknown } | null,
  ) {}
}

/** A body of which nothing comes for this long is abandoned before its deadline. */
const LONGEST_SILENCE_MS = 60_000;

/** Requests something large; the caller reads, or destroys, the body of the response. */
export async function fetchStream(sending: Sending, request: LightRequest): Promise<LightResponse> {
  const { connections, limits } = sending;
  limits.signal?.throwIfAborted();
  limits.closing.throwIfAborted();
  const stop = new AbortController();
  const callOff = stopAt(limits, (error) => stop.abort(error));
  try {
    const { statusCode, headers, body } = await opened(
      connections,
      outgoing(sending, request),
      limits,
      stop.signal,
    );
    body.once('close', callOff);
    return new StreamedResponse(statusCode, headers, readable(body, headers));
  } catch (error) {
    callOff();
    throw error;
  }
}

function opened(
  connections: Connections,
  request: Outgoing,
  limits: Limits,
  signal: AbortSignal,
): Promise<Opened> {
  const headers = { ...request.headers, 'accept-encoding': 'gzip, br' };
  if (connections instanceof OwnFetch) return connections.open({ ...request, headers }, limits, signal);
  return connections.request({
    ...request,
    headers,
    headersTimeout: 0,
    bodyTimeout: Math.min(LONGEST_SILENCE_MS, limits.deadlineMs),
    signal,
  });
}

function readable(body: Readable, headers: IncomingHttpHeaders): Readable {
  try {
    return decodedStream(body, headerOf(headers, 'content-encoding'));
  } catch (error) {
    // Nobody will read it: free the connection, and let its end be nobody's unhandled error.
    body.on('error', () => {}).destroy();
    throw error;
  }
}

/** A short body cannot contain much, nor anything deep. Scanning a long one costs a third of parsing it. */
const CHECKED_FROM = 16 * 1024;

class WholeResponse implements LightResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly body = null;
  readonly headers = this;
  readonly #exchange: Exchange;

  constructor(
    exchange: Exchange,
    readonly checkedFrom = CHECKED_FROM,
  ) {
    this.#exchange = exchange;
    this.status = exchange.status;
    this.ok = isOk(exchange.status);
  }

  /** The length is always known here: openapi-fetch then leaves parsing, and so the error, to `json`. */
  get(name: string): string | null {
    if (name === 'Content-Length') return String(this.#exchange.body.length);
    return headerOf(this.#exchange.headers, name);
  }

  /** Of an error; empty when it is unreadable or long: the status is what matters. */
  async text(): Promise<string> {
    try {
      const body = this.#decoded();
      return body.length > LARGEST_ERROR ? '' : textOf(body);
    } catch {
      return '';
    }
  }

  json(): unknown {
    return this.parsed(JSON.parse);
  }

  protected parsed(parse: (text: string) => unknown): unknown {
    try {
      const body = this.#decoded();
      if (body.length >= this.checkedFrom) checkBounds(body);
      return parse(textOf(body));
    } catch (error) {
      if (error instanceof TooLarge) throw new TooLarge(error.excess, this.status);
      throw new UnreadableBody(this.status, this.wasRead(), whyUnreadable(error));
    }
  }

  wasRead(): string | null {
    try {
      return textOf(this.#decoded().subarray(0, LARGEST_ERROR));
    } catch {
      return null;
    }
  }

  #decoded(): Buffer {
    return decoded(this.#exchange.body, headerOf(this.#exchange.headers, 'content-encoding'));
  }
}

class CheckedResponse extends WholeResponse {
  constructor(exchange: Exchange) {
    super(exchange, 0);
  }
}

class ComparedResponse extends WholeResponse {
  constructor(
    readonly exchange: Exchange,
    readonly known: string | null,
    readonly parse: (text: string) => unknown,
  ) {
    super(exchange);
  }

  override json(): unknown {
    const fingerprint = fingerprintOf(this.exchange.body);
    if (fingerprint === this.known) return new ComparedAnswer(fingerprint, null);
    return new ComparedAnswer(fingerprint, { parsed: this.parsed(this.parse) });
  }
}

function whyUnreadable(error: unknown): unknown {
  return error instanceof UnreadableBody ? error.why : error;
}

class StreamedResponse implements LightResponse {
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };
  #text: string | null = null;

  constructor(
    readonly status: number,
    headers: IncomingHttpHeaders,
    readonly body: Readable,
  ) {
    this.ok = isOk(status);
    // Without a length openapi-fetch never leaves the body unread.
    this.headers = { get: (name) => (name === 'Content-Length' ? null : headerOf(headers, name)) };
  }

  /** Of an error; empty when it is unreadable or long. */
  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    try {
      for await (const chunk of this.body) {
        length += chunk.length;
        if (length > LARGEST_ERROR) return '';
        chunks.push(chunk);
      }
      this.#text = textOf(Buffer.concat(chunks));
      return this.#text;
    } catch {
      return '';
    }
  }

  wasRead(): string | null {
    return this.#text;
  }

  /** The list is read as a stream. */
  json(): Promise<unknown> {
    return Promise.reject(new UnreadableBody(this.status));
  }
}

const BYTE_ORDER_MARK = '\uFEFF';

function textOf(body: Buffer): string {
  const text = body.toString('utf8');
  return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}

function outgoing({ origin, headers }: Sending, { url: path, body }: LightRequest): Outgoing {
  if (body === undefined) return { origin, path, method: 'GET', headers, body: null };
  return { origin, path, method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
