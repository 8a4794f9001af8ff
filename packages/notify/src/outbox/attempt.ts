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
      return permanent({
        error: `receiver "${entry.receiver}" is no longer configured`,
        advice: 'add it again, or discard the message',
      });
    }
    return this.#blocked.get(channel) ?? this.#send(entry, channel);
  }

  async #send(entry: OutboxEntry, channel: Channel): Promise<Delivery | 'obsolete'> {
    let doing = 'composing the message';
    try {
      const message = await this.#options.outbox.compose(entry, this.#options.now());
      if (message === null) return 'obsolete';
      doing = 'sending the message';
      const delivery = await channel.deliver(message, entry.recipient, this.#options.giveUp);
      if (delivery.outcome === 'temporary' && delivery.affects === 'channel') {
        this.#blocked.set(channel, delivery);
      }
      return delivery;
    } catch (error) {
      // A fault of our own. Its text may contain anything, secrets too, so only its class is reported.
      return temporary(
        { error: `${doing} failed: ${error instanceof Error ? error.name : 'unknown error'}`, advice: '' },
        'message',
      );
    }
  }
}
