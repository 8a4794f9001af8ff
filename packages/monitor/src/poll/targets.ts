import type { EsimKey } from '@roamwatch/core';
import type { Page, PollTarget } from '@roamwatch/store';
import type { PollContext } from './context.js';

/** eSIMs looked up at a time. */
const PAGE = 500;

/** Whom a cycle asks. They come one by one, so that a large fleet is never in memory as a whole. */
export interface Targets {
  readonly count: number;
  [Symbol.iterator](): IterableIterator<PollTarget>;
}

/** All eSIMs that are to be asked for usage, by key, as they are when their turn comes. */
export function everybody({ store, config }: Pick<PollContext, 'store' | 'config'>): Targets {
  const { statuses } = config.poll;
  return {
    count: store.fleet.countPollTargets(statuses),
    [Symbol.iterator]: () =>
      pageByPage(
        (page) => store.fleet.pollTargets(statuses, page),
        ({ esim }) => esim,
      ),
  };
}

export function these(targets: readonly PollTarget[]): Targets {
  return { count: targets.length, [Symbol.iterator]: () => targets.values() };
}

/** What `look` finds, by key; each page is looked up when its turn comes. */
export function* pageByPage<T>(look: (page: Page) => readonly T[], keyOf: (one: T) => EsimKey): Generator<T> {
  let after: EsimKey = 0;
  for (;;) {
    const page = look({ after, limit: PAGE });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    after = keyOf(last);
  }
}
