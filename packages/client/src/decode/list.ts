import type { Readable } from 'node:stream';
import type { ListedEsim, Rejected } from '@roamwatch/core';
import { MOST_ESIMS, MOST_UNLIMITED } from '../bounds/bounds.js';
import { tooLarge } from '../failure/failure.js';
import { aloneContext, type DecodeContext } from './decoding.js';
import { ElementSplitter } from './element-splitter.js';
import { arrayOf } from './entries.js';
import { openEnvelope } from './envelope.js';
import { decodeEsims, type InstallableEsim } from './esim.js';

/** A part of a list as it comes in. */
export interface ListBatch {
  /** With `installation` where secrets were requested. */
  readonly esims: readonly (ListedEsim | InstallableEsim)[];
  /** Entries and fields that could not be read. */
  readonly rejected: readonly Rejected[];
}

/** Entries a batch has at least, if there are as many: enough for a transaction, a fraction of a MB. */
const BATCH = 500;

/** Half of an entry or more. */
const ONLY_AN_INSTALLER_NEEDS = 'esim';

/**
 * Decodes the body of the list as it comes in, in little memory. The end shows whether it was complete and a success: a
 * list counts only when this ends without an error. Throws like {@link splitList}.
 */
export async function* decodeList(
  body: Readable,
  limit?: number,
  context: DecodeContext = aloneContext(),
  secrets = false,
): AsyncGenerator<ListBatch, void> {
  let pending: ListBatch = { esims: [], rejected: [] };
  for await (const entries of splitList(body, limit, context, secrets ? null : ONLY_AN_INSTALLER_NEEDS)) {
    // Decoded at once: as they came, 500 entries can take a hundred times the memory.
    const { esims, rejected } = decodeEsims(entries, context, secrets);
    pending = { esims: pending.esims.concat(esims), rejected: pending.rejected.concat(rejected) };
    if (pending.esims.length + pending.rejected.length < BATCH) continue;
    yield pending;
    pending = { esims: [], rejected: [] };
  }
  if (pending.esims.length + pending.rejected.length > 0) yield pending;
}

/**
 * The entries of the list as they come in. Throws like {@link openEnvelope}, {@link ElementSplitter}, or the
 * stream, and `unreadable` as soon as there are far more entries than requested. What no eSIM can be comes as a {@link LeftOut}.
 */
export async function* splitList(
  body: Readable,
  limit: number | undefined,
  context: DecodeContext,
  unread: string | null = null,
): AsyncGenerator<readonly unknown[], void> {
  const most = Math.min(MOST_ESIMS, Math.max(MOST_UNLIMITED, limit ?? 0));
  const splitter = new ElementSplitter(unread);
  let count = 0;
  for await (const chunk of body) {
    const entries = splitter.push(chunk);
    count += entries.length;
    if (count > most) throw tooLarge('list', `the list continues after ${most} eSIMs, more than requested`);
    if (entries.length > 0) yield entries;
  }
  arrayOf('list', openEnvelope('list', splitter.end(), context));
}
