import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { LARGER_THAN_A_BODY, LARGEST_BODY } from '../bounds/bounds.js';
import { TooLarge } from '../failure/failure.js';
import { type Limits, stopAt } from './deadline.js';
import type { Exchange, Outgoing } from './messages.js';
import { OwnFetch } from './own-fetch.js';

/** What sends requests. */
export type Connections = Dispatcher | OwnFetch;

/**
 * Sends one request, reads the whole answer, and resolves with what `receive` makes of it. Rejects with `DeadlinePassed`,
 * {@link TooLarge} when the body is larger than an answer can be, the signal's reason, or undici's error.
 */
export function exchange<T>(
  connections: Connections,
  outgoing: Outgoing,
  limits: Limits,
  receive: (exchange: Exchange) => T,
): Promise<T> {
  return connections instanceof OwnFetch
    ? connections.exchange(outgoing, limits).then(receive)
    : dispatched(connections, outgoing, limits, receive);
}

function dispatched<T>(
  dispatcher: Dispatcher,
  { origin, path, method, headers, body }: Outgoing,
  limits: Limits,
  receive: (exchange: Exchange) => T,
): Promise<T> {
  return new Promise((resolve, reject) => {
    limits.signal?.throwIfAborted();
    limits.closing.throwIfAborted();
    const collector = new Collector(receive, resolve, reject, limits);
    // One deadline for the whole exchange replaces undici's two idle time-outs. Written out field by field: with
    // `{ ...outgoing, headersTimeout: 0 }` making the options, and undici's reading them, cost four microseconds.
    dispatcher.dispatch(
      { origin, path, method, headers, body, headersTimeout: 0, bodyTimeout: 0 },
      collector,
    );
  });
}

class Collector<T> implements Dispatcher.DispatchHandler {
  #chunks: Buffer[] = [];
  #length = 0;
  #status = 0;
  #headers: IncomingHttpHeaders = {};
  #controller: Dispatcher.DispatchController | null = null;
  #stopped: Error | null = null;
  readonly #callOff: () => void;

  constructor(
    readonly receive: (exchange: Exchange) => T,
    readonly resolve: (received: T) => void,
    readonly reject: (error: Error) => void,
    limits: Limits,
  ) {
    this.#callOff = stopAt(limits, (error) => this.#stop(error));
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
    if (this.#length > LARGEST_BODY) this.#stop(new TooLarge(LARGER_THAN_A_BODY, this.#status));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#callOff();
    const [first] = this.#chunks;
    const body = this.#chunks.length === 1 && first !== undefined ? first : Buffer.concat(this.#chunks);
    this.resolve(this.receive({ status: this.#status, headers: this.#headers, body }));
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#callOff();
    this.reject(this.#stopped ?? error);
  }

  /** Aborts, also while the request is still waiting for a connection. */
  #stop(error: Error): void {
    if (this.#stopped !== null) return;
    this.#stopped = error;
    this.#chunks = [];
    this.#callOff();
    this.reject(error);
    this.#controller?.abort(error);
  }
}
