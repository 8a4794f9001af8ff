import type { UnixSeconds } from '@roamwatch/core';
import { type Channel, type Delivery, permanent, type Temporary, temporary } from '../channel.js';
import type { Outbox, OutboxEntry } from './outbox.js';

export interface AttemptOptions {
  readonly outbox: Outbox;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly now: () => UnixSeconds;
  /** Aborts what is under way. */
  readonly giveUp?: AbortSignal | undefined;
}

/** Makes attempts, and remembers for one round which channels nothing gets through. */
export class Attempts {
  readonly #options: AttemptOptions;
  readonly #blocked = new Map<Channel, Temporary>();

  constructor(options: AttemptOptions) {
    this.#options = options;
  }

  /** Composes one entry as it is true now and sends it. Never throws. */
  async make(entry: OutboxEntry): Promise<Delivery | 'obsolete'> {
    const channel = this.#options.channels.get(entry.receiver);
    if (!channel) {
      return permanent({ kind: 'receiver-removed', receiver: entry.receiver });
    }
    return this.#blocked.get(channel) ?? this.#send(entry, channel);
  }

  async #send(entry: OutboxEntry, channel: Channel): Promise<Delivery | 'obsolete'> {
    let doing: 'composing' | 'sending' = 'composing';
    try {
      const message = await this.#options.outbox.compose(entry, this.#options.now(), channel);
      if (message === null) return 'obsolete';
      doing = 'sending';
      const delivery = await channel.deliver(message, entry.recipient, this.#options.giveUp);
      if (delivery.outcome === 'temporary' && delivery.affects === 'channel') {
        this.#blocked.set(channel, delivery);
      }
      return delivery;
    } catch (error) {
      const name = error instanceof Error ? error.name : typeof error;
      return temporary({ kind: 'internal', doing, error: name }, 'message');
    }
  }
}
