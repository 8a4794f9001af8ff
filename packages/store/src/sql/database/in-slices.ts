import { performance } from 'node:perf_hooks';
import type { Database } from './database.js';
import type { SliceSize } from './slice-size.js';

/**
 * Makes a long read in slices of rows. Before each of them others get their turn; where reading keeps nobody waiting, there is one.
 *
 * @param read reads at most `limit` rows from a place on, and returns the place of the next slice; null: there is none.
 */
export async function inSlices<Place>(
  database: Database,
  size: SliceSize,
  first: Place,
  read: (from: Place, limit: number) => Promise<Place | null>,
): Promise<void> {
  let place: Place | null = first;
  while (place !== null) {
    await database.othersTurn();
    const limit = database.blocksWhileReading ? size.current : Number.MAX_SAFE_INTEGER;
    const started = performance.now();
    place = await read(place, limit);
    size.took(performance.now() - started);
  }
}
