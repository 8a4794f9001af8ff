import type { Rejected } from '@roamwatch/core';
import type { Operation } from '../errors.js';
import { unreadable } from './envelope.js';
import { Fields, isRecord, sampleOf } from './fields.js';

/**
 * Reads each object of a wire array. Whatever is not an object, or makes `read` return null, is set aside; the
 * others are not held up by it.
 */
export function decodeEntries<T>(
  entries: readonly unknown[],
  what: Rejected['what'],
  read: (fields: Fields) => T | null,
  rejected: Rejected[],
): T[] {
  const decoded: T[] = [];
  for (const entry of entries) {
    if (!isRecord(entry)) {
      rejected.push({ what, reason: 'not an object', sample: sampleOf(entry, []) });
      continue;
    }
    const value = read(new Fields(entry, what, rejected));
    if (value !== null) decoded.push(value);
  }
  return decoded;
}

/** The array an operation answers with. Throws `unreadable` for anything else. */
export function arrayOf(operation: Operation, data: unknown): readonly unknown[] {
  if (!Array.isArray(data)) throw unreadable(operation, 'the answer holds no list');
  return data;
}

/** The fields of the object an operation answers with. Throws `unreadable` for anything else. */
export function objectOf(operation: Operation, data: unknown, rejected: Rejected[]): Fields {
  if (!isRecord(data)) throw unreadable(operation, 'the answer holds no object');
  return new Fields(data, 'figure', rejected);
}
