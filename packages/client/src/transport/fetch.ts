import { hash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { UnreadableBody } from '../failure/failure.js';
import { decoded, decodedStream, LARGEST_BODY } from './content-encoding.js';
import { type Exchange, exchange, type Limits, type Outgoing } from './exchange.js';

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
  json(): Promise<unknown>;
}

/** What is the same for all requests of one call. */
export interface Call {
  readonly dispatcher: Dispatcher;
  /** Scheme, host and port. Requests go nowhere else: redirects are answers, never followed. */
  readonly origin: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly limits: Limits;
}

/** Asks and reads the whole answer. Compression is not asked for (small bodies), but understood. */
export async function fetchWhole(call: Call, request: LightRequest): Promise<LightResponse> {
  return new WholeResponse(await exchange(call.dispatcher, outgoing(call, request), call.limits));
}

/**
 * Asks like {@link fetchWhole}, but parses the answer only when it is another than the one with this fingerprint; the
 * response's `json` gives a {@link ComparedAnswer}.
 */
export async function fetchCompared(
  known: string | null,
  call: Call,
  request: LightRequest,
): Promise<LightResponse> {
  const answered = await exchange(call.dispatcher, outgoing(call, request), call.limits);
  return new ComparedResponse(answered, known);
}

/** A body's fingerprint and, unless it is the known one, the JSON it holds. */
export class ComparedAnswer {
  constructor(
    readonly fingerprint: string,
    readonly changed: { readonly envelope: unknown } | null,
  ) {}
}

/** Asks for something large; the caller reads, or destroys, the body of the response. */
export async function fetchStream(call: Call, request: LightRequest): Promise<LightResponse> {
  const { statusCode, headers, body } = await call.dispatcher.request({
    ...outgoing(call, request),
    headers: { ...call.headers, 'accept-encoding': 'gzip, br' },
    headersTimeout: call.limits.deadlineMs,
    bodyTimeout: call.limits.deadlineMs,
    signal: call.limits.signal ?? null,
  });
  try {
    const stream = decodedStream(body, headerOf(headers, 'content-encoding'));
    return new StreamedResponse(statusCode, headers, stream);
  } catch (error) {
    // Nobody will read it: free the connection, and let its end be nobody's unhandled error.
    body.on('error', () => {}).destroy();
    throw error;
  }
}

class WholeResponse implements LightResponse {
  readonly status: number;
  readonly ok: boolean;
  readonly body = null;
  readonly headers = this;
  readonly #exchange: Exchange;

  constructor(exchange: Exchange) {
    this.#exchange = exchange;
    this.status = exchange.status;
    this.ok = isOk(exchange.status);
  }

  /** The length is always known here: openapi-fetch then leaves parsing, and so the error, to `json`. */
  get(name: string): string | null {
    if (name === 'Content-Length') return String(this.#exchange.body.length);
    return headerOf(this.#exchange.headers, name);
  }

  async text(): Promise<string> {
    return this.#text();
  }

  async json(): Promise<unknown> {
    try {
      return JSON.parse(this.#text());
    } catch {
      throw new UnreadableBody(this.status);
    }
  }

  #text(): string {
    const encoding = headerOf(this.#exchange.headers, 'content-encoding');
    const text = decoded(this.#exchange.body, encoding).toString('utf8');
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  }
}

class ComparedResponse extends WholeResponse {
  constructor(
    readonly exchange: Exchange,
    readonly known: string | null,
  ) {
    super(exchange);
  }

  override async json(): Promise<unknown> {
    const fingerprint = fingerprintOf(this.exchange.body);
    if (fingerprint === this.known) return new ComparedAnswer(fingerprint, null);
    return new ComparedAnswer(fingerprint, { envelope: await super.json() });
  }
}

/** 132 bits of SHA-256: two bodies that differ do not share it. */
function fingerprintOf(body: Buffer): string {
  return hash('sha256', body, 'base64url').slice(0, 22);
}

class StreamedResponse implements LightResponse {
  readonly ok: boolean;
  readonly headers: { get(name: string): string | null };

  constructor(
    readonly status: number,
    headers: IncomingHttpHeaders,
    readonly body: Readable,
  ) {
    this.ok = isOk(status);
    this.headers = { get: (name) => headerOf(headers, name) };
  }

  /** For an error's body, which is short. */
  async text(): Promise<string> {
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of this.body) {
      chunks.push(chunk);
      length += chunk.length;
      if (length > LARGEST_BODY) throw new UnreadableBody(this.status);
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
}

const BYTE_ORDER_MARK = '\uFEFF';

function isOk(status: number): boolean {
  return status >= 200 && status < 300;
}

function outgoing({ origin, headers }: Call, { url: path, body }: LightRequest): Outgoing {
  if (body === undefined) return { origin, path, method: 'GET', headers, body: null };
  return { origin, path, method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body };
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
