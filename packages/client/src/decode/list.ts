import type { Readable } from 'node:stream';
import type { ListedEsim, Rejected } from '@roamwatch/core';
import { ElementSplitter } from './element-splitter.js';
import { arrayOf } from './entries.js';
import { openEnvelope } from './envelope.js';
import { decodeEsims } from './esim.js';

/** A part of a list as it comes in. */
export interface ListBatch {
  readonly esims: readonly ListedEsim[];
  readonly rejected: readonly Rejected[];
}

/** Entries a batch holds at least, if there are as many: enough for a transaction, a fraction of a MB. */
const BATCH = 500;

/**
 * Decodes the body of the list as it comes in, in little memory. The end tells whether it was whole and a success: a
 * list counts only when this ends without an error. Throws like {@link openEnvelope}, {@link ElementSplitter}, or
 * the stream.
 */
export async function* decodeList(body: Readable): AsyncGenerator<ListBatch, void> {
  const splitter = new ElementSplitter();
  let waiting: unknown[] = [];
  for await (const chunk of body) {
    waiting = waiting.concat(splitter.push(chunk));
    if (waiting.length < BATCH) continue;
    yield decodeEsims(waiting);
    waiting = [];
  }
  arrayOf('list', openEnvelope('list', splitter.end()));
  if (waiting.length > 0) yield decodeEsims(waiting);
}
