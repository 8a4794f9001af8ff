import { setImmediate as othersTurn } from 'node:timers/promises';
import type { AlertEntries } from '../message.js';

const CHUNK_BYTES = 64 * 1024;

export const NO_ENTRIES: AlertEntries = { count: 0, bytes: 0, async *chunks() {} };

/** A text of a block of many. */
interface Kept<Place> {
  readonly place: Place;
  readonly block: Buffer;
  readonly from: number;
  readonly to: number;
}

/** Texts about alerts, kept as the bytes that are sent, outside the heap. They come in any order, and go in that of their places. */
export class Entries<Place> {
  readonly #kept: Kept<Place>[] = [];
  #bytes = 0;

  add(entries: readonly { readonly place: Place; readonly text: string }[]): void {
    const block = Buffer.from(entries.map(({ text }) => text).join(''));
    let from = 0;
    for (const { place, text } of entries) {
      const to = from + Buffer.byteLength(text);
      this.#kept.push({ place, block, from, to });
      from = to;
    }
    this.#bytes += block.length;
  }

  inOrder(compare: (a: Place, b: Place) => number): AlertEntries {
    const sorted = this.#kept.sort((a, b) => compare(a.place, b.place));
    return {
      count: sorted.length,
      bytes: this.#bytes,
      chunks: (separator = '') => chunksOf(sorted, Buffer.from(separator)),
    };
  }
}

/** Of a size that a socket takes at once. Between two of them others get their turn. */
async function* chunksOf(
  kept: readonly Kept<unknown>[],
  separator: Buffer,
): AsyncGenerator<Buffer, void, undefined> {
  let parts: Buffer[] = [];
  let bytes = 0;
  for (const [index, { block, from, to }] of kept.entries()) {
    if (index > 0 && separator.length > 0) parts.push(separator);
    parts.push(block.subarray(from, to));
    bytes += separator.length + to - from;
    if (bytes < CHUNK_BYTES) continue;
    yield Buffer.concat(parts);
    [parts, bytes] = [[], 0];
    await othersTurn();
  }
  if (parts.length > 0) yield Buffer.concat(parts);
}
