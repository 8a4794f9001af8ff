import type { HeadlineSubject, LetterWords, Reader } from '@roamwatch/core';
import type { AlertedEsim, AlertItem, AlertsMessage } from '../message.js';
import { clean } from './clean.js';
import { nameOf } from './name.js';

/** The reader that the sentences of a message are made for. */
export function readerOf({ asOf, timeZone }: Pick<AlertsMessage, 'asOf' | 'timeZone'>): Reader {
  return { now: asOf, zone: timeZone };
}

/** The same, where an eSIM's figures and its end are shown beside the sentence. */
export function readerBeside(message: AlertsMessage, esim: AlertedEsim | null): Reader {
  return esim === null ? readerOf(message) : { ...readerOf(message), beside: esim };
}

export function subjectOf(item: AlertItem, words: LetterWords): HeadlineSubject {
  const name = nameOf(item, words);
  const { esim } = item;
  if (esim === null) {
    return { name, isLabelled: false, remainingBytes: null, allowanceBytes: null, expiresAt: null };
  }
  const { remainingBytes, allowanceBytes, expiresAt, label } = esim;
  return { name, isLabelled: clean(label ?? '') !== '', remainingBytes, allowanceBytes, expiresAt };
}
