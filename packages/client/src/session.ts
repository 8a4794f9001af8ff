import type { Api, ListQuery, Send, TopUpQuery } from './api.js';
import { requirePositive, sendable } from './arguments.js';
import type { Caller } from './caller.js';
import type { DecodeContext } from './decode/decoding.js';
import { openEnvelope } from './decode/envelope.js';
import type { Operation } from './errors.js';
import type { CallOptions, RoamifyClientOptions } from './options.js';
import type { ListOptions, TopUpOptions } from './raw-client.js';
import type { Spellings } from './spellings.js';

export interface SessionParts {
  readonly api: Api;
  readonly caller: Caller;
  readonly retries: number;
  readonly context: DecodeContext;
  readonly spellings: Spellings;
  readonly knownPlaces: RoamifyClientOptions['knownPlaces'];
}

/** The parts of both views of the API: requests, the rules for making them, and what has been learned from answers. */
export class Session {
  #placesLearned: boolean;

  constructor(readonly parts: SessionParts) {
    this.#placesLearned = parts.knownPlaces === undefined;
  }

  get api(): Api {
    return this.parts.api;
  }

  /** Makes a call and reads the `data` of its envelope. */
  call<T>(
    operation: Operation,
    send: Send,
    readData: (data: unknown) => T,
    { signal }: CallOptions,
    retries = this.parts.retries,
  ): Promise<T> {
    const read = (envelope: unknown) => readData(openEnvelope(operation, envelope, this.parts.context));
    return this.parts.caller.call({ operation, signal, retries, send, read });
  }

  /** Null once they are learned: then there is nothing to wait for. */
  learnPlaces(): Promise<void> | null {
    return this.#placesLearned ? null : this.#learnPlaces();
  }

  async #learnPlaces(): Promise<void> {
    const known = await this.parts.knownPlaces?.();
    if (this.#placesLearned) return;
    this.parts.context.places.learn(known ?? []);
    this.#placesLearned = true;
  }

  /** An ICCID as the provider spells it. Throws `bad-request` for what no request can carry. */
  spell(operation: Operation, iccid: string): string {
    return this.parts.spellings.of(sendable(operation, 'the ICCID', iccid));
  }

  /** Throws `bad-request` for a filter that cannot be one. */
  topUpQuery(iccid: string, { signal: _, ...filter }: TopUpOptions): TopUpQuery {
    requirePositive('topup-packages', 'days', filter.days, true);
    requirePositive('topup-packages', 'gbs', filter.gbs, false);
    return { iccid: this.spell('topup-packages', iccid), ...filter };
  }

  /** Throws `bad-request` for a filter that cannot be one. */
  listQuery({ signal: _, ...filter }: ListOptions): ListQuery {
    requirePositive('list', 'limit', filter.limit, true);
    if (filter.status !== undefined) sendable('list', 'the status', filter.status);
    if (filter.referenceId !== undefined) sendable('list', 'the reference', filter.referenceId);
    return filter;
  }
}
