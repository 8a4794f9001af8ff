import type { Completeness } from '@roamwatch/core';
import { parseMonth } from '@roamwatch/report';
import type { Context } from '../context.js';

/**
 * What is missing of months that are not closed. Counting it reads every eSIM, so that it is done once after each poll
 * and each new inventory: nothing else changes it.
 */
export class OpenCompleteness {
  #revision = '';
  readonly #known = new Map<string, Completeness>();

  async of({ store }: Pick<Context, 'store'>, month: string): Promise<Completeness> {
    const revision = await revisionOf(store);
    if (revision !== this.#revision) {
      this.#known.clear();
      this.#revision = revision;
    }
    const known = this.#known.get(month) ?? (await counted(store, month));
    this.#known.set(month, known);
    return known;
  }
}

async function revisionOf(store: Context['store']): Promise<string> {
  const [{ last }, replaced] = await Promise.all([store.pages.polling(), store.pages.inventoryReplaced()]);
  return `${last?.at ?? ''} ${replaced?.at ?? ''}`;
}

async function counted(store: Context['store'], month: string): Promise<Completeness> {
  const snapshot = await store.snapshot();
  try {
    return await snapshot.completeness(parseMonth(month));
  } finally {
    await snapshot.close();
  }
}
