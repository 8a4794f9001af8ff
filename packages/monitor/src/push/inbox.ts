import { setTimeout as wait } from 'node:timers/promises';
import type { Rejected } from '@roamwatch/core';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import { Journal } from './journal.js';
import type { ReceivedEvent } from './received.js';

/** Takes the provider's events, and answers for them: what it has accepted is not lost. */
export interface PushInbox {
  /** Resolves once the event is stored for good; rejects when it cannot be, or when too many are waiting. */
  accept(event: ReceivedEvent): Promise<void>;
  /** Notes an event that was refused. */
  refuse(rejected: readonly Rejected[]): void;
  /** Stores what was taken so far, for a moment; what is not stored then stays in the journal. */
  close(): Promise<void>;
}

/** More are waiting to be stored than anybody should have to wait for. */
export class InboxFull extends Error {
  override readonly name = 'InboxFull';
}

/** Where accepted events are kept, and how they are stored. */
export interface InboxOptions {
  /** Stores events and what was refused. May be called again with the same ones. */
  readonly record: (events: readonly ReceivedEvent[], rejected: readonly Counted[]) => Promise<void>;
  /** Where accepted events are kept until they are recorded; null: each is accepted once it is recorded. */
  readonly journal: string | null;
  readonly log: Log;
  readonly now: Clock;
}

export type Counted = Rejected & { readonly times: number };

/** About ten megabytes: two minutes of ten thousand a minute, while nothing can be recorded. */
const MOST_WAITING = 20_000;
/** Recorded in one go. */
const BATCH = 100;
/** So long events are collected: one transaction for many is cheap. */
const COLLECT_MS = 300;
/** A new file of the journal costs several writes to the disk, which those that wait for an answer would wait for as well. */
const SEAL_EVERY_MS = 5_000;
/** Reasons for refusing are few; what an event says is in none. */
const MOST_REASONS = 100;
const [FIRST_PAUSE_MS, LONGEST_PAUSE_MS] = [500, 30_000];
/** The longest that closing may take. */
const PATIENCE_MS = 2_000;

/**
 * Opens the inbox with the events that an earlier process accepted and did not store.
 *
 * @throws when the journal cannot be read or written.
 */
export async function openInbox(options: InboxOptions): Promise<PushInbox> {
  if (options.journal === null) return new Inbox(options, null, []);
  const { journal, left } = await Journal.open(options.journal);
  return new Inbox(options, journal, left.flatMap(toEvent));
}

class Inbox implements PushInbox {
  #waiting: Waiting[];
  #refused = new Map<string, Counted>();
  #timer: NodeJS.Timeout | null = null;
  #timerAt = 0;
  #recording: Promise<void> | null = null;
  #pauseMs = FIRST_PAUSE_MS;
  #isClosed = false;
  #sealedAt = performance.now();
  /** The journal has lines that are recorded. */
  #isUsed = false;

  constructor(
    private readonly options: InboxOptions,
    private readonly journal: Journal | null,
    left: readonly ReceivedEvent[],
  ) {
    this.#waiting = left.map((event) => ({ event, recorded: () => undefined }));
    if (left.length > 0) {
      options.log.info(
        { event: 'push-resumed', events: left.length },
        'storing events that came before the restart',
      );
      this.#recordIn(0);
    }
  }

  async accept(event: ReceivedEvent): Promise<void> {
    if (this.#waiting.length >= MOST_WAITING) throw new InboxFull('too many events are waiting');
    if (this.#isClosed) throw new InboxFull('it is shutting down');
    // It waits before it is in the journal: whatever a file of the journal has in it, is waiting or recorded.
    const recorded = new Promise<void>((resolve) => this.#add({ event, recorded: resolve }));
    return this.journal === null ? recorded : this.journal.append(JSON.stringify(event));
  }

  refuse(rejected: readonly Rejected[]): void {
    for (const one of rejected) {
      const key = JSON.stringify([one.reason, one.sample]);
      const known = this.#refused.get(key);
      if (known === undefined && this.#refused.size >= MOST_REASONS) continue;
      this.#refused.set(key, { ...one, times: (known?.times ?? 0) + 1 });
    }
    this.#recordIn(COLLECT_MS);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const patience = new AbortController();
    await Promise.race([this.#recordLast(), wait(PATIENCE_MS, undefined, patience).catch(() => undefined)]);
    patience.abort();
  }

  async #recordLast(): Promise<void> {
    await this.#recording;
    await this.#recordAll();
  }

  #add(waiting: Waiting): void {
    this.#waiting.push(waiting);
    this.#recordIn(COLLECT_MS);
  }

  /** Sooner than was planned, but never later. */
  #recordIn(ms: number): void {
    if (this.#recording !== null || this.#isClosed) return;
    const at = performance.now() + ms;
    if (this.#timer !== null && this.#timerAt <= at) return;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timerAt = at;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      void this.#recordAll();
    }, ms);
    this.#timer.unref();
  }

  #recordAll(): Promise<void> {
    this.#recording ??= this.#recordEverything().finally(() => {
      this.#recording = null;
      if (this.#isClosed) return;
      if (this.#waiting.length + this.#refused.size > 0) this.#recordIn(this.#pauseMs);
      else if (this.#isUsed) this.#recordIn(SEAL_EVERY_MS);
    });
    return this.#recording;
  }

  /** A file of the journal is removed only once all that is in it is recorded: it is sealed before what waits is looked at. */
  async #recordEverything(): Promise<void> {
    try {
      const isSealed = this.#isClosed || performance.now() - this.#sealedAt >= SEAL_EVERY_MS;
      const sealed = isSealed ? await this.journal?.seal() : undefined;
      const events = [...this.#waiting];
      for (let from = 0; from < Math.max(1, events.length); from += BATCH) {
        await this.#record(events.slice(from, from + BATCH));
        // Answers have their turn in between.
        await new Promise(setImmediate);
      }
      if (sealed !== undefined) await this.journal?.remove(sealed);
      if (isSealed) this.#sealedAt = performance.now();
      this.#isUsed = !isSealed || events.length < this.#waiting.length;
      this.#pauseMs = FIRST_PAUSE_MS;
    } catch (error) {
      this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
      this.options.log.error(
        { event: 'push-not-recorded', waiting: this.#waiting.length, err: error },
        'events of the provider could not be stored in the database: trying again',
      );
    }
  }

  async #record(events: readonly Waiting[]): Promise<void> {
    const refused = [...this.#refused.values()];
    this.#refused = new Map();
    try {
      await this.options.record(
        events.map(({ event }) => event),
        refused,
      );
    } catch (error) {
      for (const one of refused) this.#keep(one);
      throw error;
    }
    this.#waiting.splice(0, events.length);
    for (const { recorded } of events) recorded();
  }

  #keep(one: Counted): void {
    const key = JSON.stringify([one.reason, one.sample]);
    this.#refused.set(key, { ...one, times: one.times + (this.#refused.get(key)?.times ?? 0) });
  }
}

interface Waiting {
  readonly event: ReceivedEvent;
  readonly recorded: () => void;
}

/** None for the end of a line that a crash cut off: nobody was told that it was accepted. */
function toEvent(line: string): readonly ReceivedEvent[] {
  try {
    return [JSON.parse(line) as ReceivedEvent];
  } catch {
    return [];
  }
}
