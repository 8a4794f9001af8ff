import type { EsimKey } from '@roamwatch/core';
import type { Page } from '@roamwatch/store';

/** eSIMs loaded at a time. */
const PAGE = 500;

/** The results of `load`, by key, a page at a time; other work of the process runs in between. */
export async function* pages<T>(
  load: (page: Page) => Promise<readonly T[]>,
  keyOf: (one: T) => EsimKey,
): AsyncGenerator<readonly T[]> {
  let after: EsimKey = 0;
  for (;;) {
    const page = await load({ after, limit: PAGE });
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    if (page.length < PAGE) return;
    after = keyOf(last);
    await new Promise(setImmediate);
  }
}
