import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { onAbort } from '../cancellation.js';
import { DeadlinePassed, UnreadableBody } from '../failure/failure.js';
import { LARGEST_BODY } from './content-encoding.js';

/** A request, ready to be sent. */
export interface Outgoing {
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface Exchange {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Limits {
  /** From now until the last byte of the body. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal | undefined;
}

/** Sends one request and reads the whole answer. Rejects with {@link DeadlinePassed}, the signal's reason, or undici's error. */
export function exchange(
  dispatcher: Dispatcher,
  { origin, path, method, headers, body }: Outgoing,
  limits: Limits,
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    limits.signal?.throwIfAborted();
    const collector = new Collector(resolve, reject, limits);
    // One deadline for the whole exchange replaces undici's two idle time-outs. Written out field by field: with
    // `{ ...outgoing, headersTimeout: 0 }` making the options, and undici's reading them, cost four microseconds.
    dispatcher.dispatch(
      { origin, path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 },
      collector,
    );
  });
}

class Collector implements Dispatcher.DispatchHandler {
  readonly #chunks: Buffer[] = [];
  #length = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #controller: Dispatcher.DispatchController | null = null;
  #stopped: Error | null = null;
  readonly #timer: NodeJS.Timeout;
  readonly #forget: () => void;

  constructor(
    readonly resolve: (exchange: Exchange) => void,
    readonly reject: (error: Error) => void,
    { deadlineMs, signal }: Limits,
  ) {
    this.#timer = setTimeout(() => this.#stop(new DeadlinePassed()), deadlineMs);
    this.#forget = onAbort(signal, () => this.#stop(new Error('aborted')));
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#stopped !== null) controller.abort(this.#stopped);
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: IncomingHttpHeaders,
  ): void {
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.#length += chunk.length;
    if (this.#length > LARGEST_BODY) this.#stop(new UnreadableBody());
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#settle();
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    this.resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#settle();
    this.reject(this.#stopped ?? error);
  }

  /** Gives up, also while the request still waits for a connection. */
  #stop(error: Error): void {
    this.#stopped = error;
    this.#settle();
    this.reject(error);
    this.#controller?.abort(error);
  }

  #settle(): void {
    clearTimeout(this.#timer);
    this.#forget();
  }
}
