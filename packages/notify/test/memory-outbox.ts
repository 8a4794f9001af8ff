import { type DeliveryFault, deliveryFaultInOneLine, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Message, Outbox, OutboxEntry } from '../src/index.js';
import { TEST_MESSAGE } from './messages.js';

interface Row {
  readonly entry: OutboxEntry;
  attempts: number;
  dueAt: UnixSeconds;
  state: 'pending' | 'sent' | 'obsolete' | 'dead';
  error: string | null;
}

/** A small real outbox in memory, with the same claiming rule as the database's. */
export class MemoryOutbox implements Outbox {
  readonly rows = new Map<string, Row>();
  /** Entries that another process has claimed although this one had. */
  readonly takenByAnother = new Set<string>();
  composed: (entry: OutboxEntry) => Message | null = (entry) => ({
    ...TEST_MESSAGE,
    id: entry.id,
    receiver: entry.receiver,
  });

  add(id: string, receiver: string, recipient: string, createdAt: UnixSeconds): this {
    const entry = { id, receiver, recipient, createdAt, attempts: 0 };
    this.rows.set(id, { entry, attempts: 0, dueAt: createdAt, state: 'pending', error: null });
    return this;
  }

  states(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.rows].map(([id, row]) => [id, row.state]));
  }

  async claim(now: UnixSeconds, lease: Seconds, limit: number): Promise<readonly OutboxEntry[]> {
    const due = [...this.rows.values()].filter((row) => row.state === 'pending' && row.dueAt <= now);
    const oldest = due.sort((a, b) => a.entry.createdAt - b.entry.createdAt).slice(0, limit);
    return oldest.map((row) => {
      row.dueAt = now + lease;
      return { ...row.entry, attempts: row.attempts };
    });
  }

  async renew(id: string, now: UnixSeconds, lease: Seconds): Promise<boolean> {
    const row = this.#row(id);
    row.dueAt = now + lease;
    return row.state === 'pending' && !this.takenByAnother.has(id);
  }

  async compose(entry: OutboxEntry): Promise<Message | null> {
    return this.composed(entry);
  }

  async markSent(id: string): Promise<void> {
    this.#row(id).state = 'sent';
  }

  async markObsolete(id: string): Promise<void> {
    this.#row(id).state = 'obsolete';
  }

  async retryAt(id: string, at: UnixSeconds, fault: DeliveryFault): Promise<void> {
    const row = this.#row(id);
    row.attempts += 1;
    row.dueAt = at;
    row.error = deliveryFaultInOneLine(fault);
  }

  async markDead(id: string, _now: UnixSeconds, fault: DeliveryFault): Promise<void> {
    const row = this.#row(id);
    row.state = 'dead';
    row.error = deliveryFaultInOneLine(fault);
  }

  #row(id: string): Row {
    const row = this.rows.get(id);
    if (!row) throw new Error(`no row ${id}`);
    return row;
  }
}
