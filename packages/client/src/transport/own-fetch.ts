import type { IncomingHttpHeaders } from 'node:http';
import { Readable } from 'node:stream';
import { LARGER_THAN_A_BODY, LARGEST_BODY } from '../bounds/bounds.js';
import { codeOf } from '../failure/cause.js';
import { TooLarge } from '../failure/failure.js';
import { type Limits, within } from './deadline.js';
import type { Exchange, Outgoing } from './messages.js';

export interface Opened {
  readonly statusCode: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Readable;
}

/** Sends requests through a `fetch` of the caller, in place of a dispatcher; redirects are not followed by it either. */
export class OwnFetch {
  constructor(readonly fetch: typeof globalThis.fetch) {}

  /** Sends one request and reads the whole answer. Rejects like `exchange`. */
  async exchange(outgoing: Outgoing, limits: Limits): Promise<Exchange> {
    const stop = new AbortController();
    try {
      return await within(limits, this.#whole(outgoing, stop.signal));
    } finally {
      stop.abort();
    }
  }

  /** Sends one request; the caller reads, or destroys, the body. The signal ends both. */
  open(outgoing: Outgoing, limits: Limits, signal: AbortSignal): Promise<Opened> {
    return within(limits, this.#answer(outgoing, signal));
  }

  async #whole(outgoing: Outgoing, signal: AbortSignal): Promise<Exchange> {
    const { statusCode, headers, body } = await this.#answer(outgoing, signal);
    const chunks: Buffer[] = [];
    let length = 0;
    for await (const chunk of body) {
      length += chunk.length;
      if (length > LARGEST_BODY) throw new TooLarge(LARGER_THAN_A_BODY, statusCode);
      chunks.push(chunk);
    }
    return { status: statusCode, headers, body: Buffer.concat(chunks) };
  }

  async #answer({ origin, path, method, headers, body }: Outgoing, signal: AbortSignal): Promise<Opened> {
    const { fetch } = this;
    try {
      const init = { method, headers, body, redirect: 'manual', signal } as const;
      const response = await fetch(`${origin}${path}`, init);
      return {
        statusCode: response.status,
        headers: headersOf(response.headers),
        body: Readable.from(chunksOf(response.body)),
      };
    } catch (error) {
      throw networkFault(error);
    }
  }
}

/** A `fetch` undoes the encoding of a body, and keeps the headers that tell of it. */
function headersOf(headers: Headers): IncomingHttpHeaders {
  const plain = Object.fromEntries(headers);
  return { ...plain, 'content-encoding': undefined, 'content-length': undefined };
}

async function* chunksOf(body: Response['body']): AsyncGenerator<Buffer, void> {
  try {
    for await (const chunk of body ?? []) yield Buffer.from(chunk);
  } catch (error) {
    throw networkFault(error);
  }
}

/** A `fetch` tells of every fault of the network by a `TypeError`, which elsewhere is a bug. */
function networkFault(error: unknown): unknown {
  if (!(error instanceof TypeError)) return error;
  return codeOf(error.cause) === null ? new Error(error.message, { cause: error.cause }) : error.cause;
}
