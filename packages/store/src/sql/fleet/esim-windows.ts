import { performance } from 'node:perf_hooks';
import type { EsimKey } from '@roamwatch/core';
import type { Database } from '../database/database.js';
import { SLICE_MS, SliceSize } from '../database/slice-size.js';

/** eSIMs with neighbouring keys: greater than `after`, up to `upTo`. */
export interface EsimWindow {
  readonly after: EsimKey;
  readonly upTo: EsimKey;
}

/** Keys; some may be missing. */
const FIRST_WINDOW = 2_000;
const LIMITS = { least: 250, most: 20_000 };

/**
 * All eSIMs with a key greater than a given one, in windows of which reading each is to take `sliceMs` milliseconds. Before each of them others get
 * their turn; where reading keeps nobody waiting, there is one window.
 */
export function esimWindows(
  database: Database,
  sliceMs = SLICE_MS,
): (from?: EsimKey) => AsyncGenerator<EsimWindow> {
  const last = database.prepare((db) =>
    db.selectFrom('esim').select((esims) => esims.fn.max<number | null>('id').as('id')),
  );
  const size = new SliceSize(FIRST_WINDOW, LIMITS, sliceMs);
  return async function* (from = 0) {
    if (!database.blocksWhileReading) {
      yield { after: from, upTo: Number.MAX_SAFE_INTEGER };
      return;
    }
    const end = (await last.get({}))?.id ?? 0;
    for (let after = from; after < end; ) {
      await database.othersTurn();
      const upTo = after + size.current;
      const started = performance.now();
      yield { after, upTo };
      size.took(performance.now() - started);
      after = upTo;
    }
  };
}
