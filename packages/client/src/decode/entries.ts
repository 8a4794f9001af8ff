import type { Rejected } from '@roamwatch/core';
import { MOST_ENTRIES } from '../bounds/bounds.js';
import type { Operation } from '../errors.js';
import { tooLarge } from '../failure/failure.js';
import type { Decoding } from './decoding.js';
import { LeftOut } from './element-splitter.js';
import { unreadable } from './envelope.js';
import { Fields } from './fields.js';
import { isRecord, sampleOf } from './sample.js';

/**
 * Reads each object of a wire array. Whatever is not an object, or makes `read` return null, is rejected and does not
 * affect the others.
 */
export function decodeEntries<T>(
  entries: readonly unknown[],
  what: Rejected['what'],
  read: (fields: Fields) => T | null,
  decoding: Decoding,
): T[] {
  const decoded: T[] = [];
  for (const entry of entries) {
    if (entry instanceof LeftOut) {
      decoding.reject(what, entry.reason, '');
      continue;
    }
    if (!isRecord(entry)) {
      decoding.reject(what, 'not an object', sampleOf(entry, []));
      continue;
    }
    const value = read(new Fields(entry, what, decoding));
    if (value !== null) decoded.push(value);
  }
  return decoded;
}

/** The array an operation answers with. Throws `unreadable` for anything else, and for one longer than it can be. */
export function arrayOf(operation: Operation, data: unknown): readonly unknown[] {
  if (!Array.isArray(data)) throw unreadable(operation, 'the answer has no list');
  if (data.length > MOST_ENTRIES)
    throw tooLarge(operation, `the answer is longer than ${MOST_ENTRIES} entries`);
  return data;
}

/** The object an operation answers with. Throws `unreadable` for anything else. */
export function objectOf(operation: Operation, data: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(data)) throw unreadable(operation, 'the answer has no object');
  return data;
}

/** The fields of the object an operation answers with. Throws `unreadable` for anything else. */
export function fieldsOf(operation: Operation, data: unknown, decoding: Decoding): Fields {
  return new Fields(objectOf(operation, data), 'figure', decoding);
}
