import type { Context } from '../context.js';

/**
 * Figures that need the whole fleet. It is counted once after each poll and each new inventory, because nothing else
 * changes it: a page then costs the same in a fleet of any size.
 */
export class AfterPoll {
  #revision = '';
  readonly #known = new Map<string, Promise<unknown>>();

  /** `name` identifies the count, with all that it depends on beside the database. */
  async get<Value>(
    { store }: Pick<Context, 'store'>,
    name: string,
    count: () => Promise<Value>,
  ): Promise<Value> {
    const revision = await revisionOf(store);
    if (revision !== this.#revision) {
      this.#known.clear();
      this.#revision = revision;
    }
    const known = (this.#known.get(name) as Promise<Value> | undefined) ?? this.#count(name, count);
    return known;
  }

  #count<Value>(name: string, count: () => Promise<Value>): Promise<Value> {
    const counting = count();
    this.#known.set(name, counting);
    // A failed part is retried.
    counting.catch(() => this.#known.delete(name));
    return counting;
  }
}

async function revisionOf(store: Context['store']): Promise<string> {
  const [{ last }, replaced] = await Promise.all([store.pages.polling(), store.pages.inventoryReplaced()]);
  return `${last?.at ?? ''} ${replaced?.at ?? ''} ${replaced?.entries ?? ''}`;
}
