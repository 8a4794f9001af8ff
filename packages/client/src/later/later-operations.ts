import type { Client } from 'openapi-fetch';
import { createLightClient, type Send } from '../api.js';
import { sendable } from '../arguments.js';
import { objectOf } from '../decode/entries.js';
import { openEnvelope } from '../decode/envelope.js';
import { isRecord } from '../decode/sample.js';
import { type Operation, RoamifyError } from '../errors.js';
import type { paths } from '../generated/roamify-later.js';
import type { CallOptions } from '../options.js';
import type { Session } from '../session.js';
import { fetchChecked } from '../transport/fetch.js';
import type { LaterOperations } from './later-client.js';
import type { TopUpOrderRequest, WireBalance, WireEsimEvents, WireOrder } from './wire.js';

/** The vendor's pages disagree. */
const EVENTS_PATHS = ['/api/esim/events', '/api/esim/event'] as const;

export class LaterCalls implements LaterOperations {
  readonly #fetchClient: Client<paths>;

  constructor(readonly session: Session) {
    this.#fetchClient = createLightClient<paths>(session.api.parts.base);
  }

  async orderTopUp(order: TopUpOrderRequest, options: CallOptions = {}): Promise<WireOrder> {
    const body = { ...order, iccid: this.session.spell('order-topup', order.iccid) };
    sendable('order-topup', 'the package', order.packageId);
    if (order.referenceId !== undefined) sendable('order-topup', 'the reference', order.referenceId);
    const fetch = this.session.api.fetchFor('order-topup', options.signal, fetchChecked);
    const send = () => this.#fetchClient.POST('/api/esim/order/topup', { body, fetch });
    // Never repeated: the provider could sell it twice.
    return this.#object<WireOrder>('order-topup', send, options, 0);
  }

  async order(
    query: { readonly orderId: string } | { readonly referenceId: string },
    options: CallOptions = {},
  ): Promise<WireOrder> {
    if ('orderId' in query) sendable('order', 'the order ID', query.orderId);
    else sendable('order', 'the reference', query.referenceId);
    const fetch = this.session.api.fetchFor('order', options.signal, fetchChecked);
    const send = () => this.#fetchClient.GET('/api/esim/order', { params: { query }, fetch });
    return this.#object<WireOrder>('order', send, options);
  }

  async balance(options: CallOptions = {}): Promise<WireBalance> {
    const fetch = this.session.api.fetchFor('balance', options.signal, fetchChecked);
    return this.#object<WireBalance>(
      'balance',
      () => this.#fetchClient.GET('/api/balance', { fetch }),
      options,
    );
  }

  async events(iccid: string, options: CallOptions = {}): Promise<WireEsimEvents> {
    const query = { iccid: this.session.spell('events', iccid) };
    const [path, otherPath] = EVENTS_PATHS;
    try {
      return await this.#events(path, query, options);
    } catch (error) {
      if (!(error instanceof RoamifyError) || error.reason !== 'not-found') throw error;
      return this.#events(otherPath, query, options);
    }
  }

  #events(
    path: (typeof EVENTS_PATHS)[number],
    query: { iccid: string },
    { signal }: CallOptions,
  ): Promise<WireEsimEvents> {
    const { caller, retries, context } = this.session.parts;
    const fetch = this.session.api.fetchFor('events', signal, fetchChecked);
    const send = () => this.#fetchClient.GET(path, { params: { query }, fetch });
    const read = (answer: unknown) => {
      const bare = isRecord(answer) && answer.status === undefined && Array.isArray(answer.events);
      const data = bare ? answer : openEnvelope('events', answer, context);
      return objectOf('events', data) as WireEsimEvents;
    };
    return caller.call({ operation: 'events', signal, retries, send, read });
  }

  #object<T>(operation: Operation, send: Send, options: CallOptions, retries?: number): Promise<T> {
    const read = (data: unknown) => objectOf(operation, data) as T;
    return this.session.call(operation, send, read, options, retries);
  }
}
