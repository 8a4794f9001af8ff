import { headlineFor, isFinding, sentenceOf } from '@roamwatch/core';
import type { AlertItem, AlertsMessage } from '../message.js';
import { isLive, type Subject } from './card.js';
import { clean } from './clean.js';
import { capitalised, WORDS } from './english.js';
import { nameOf } from './name.js';
import { readerBeside, readerOf, subjectOf } from './reader.js';

const LONGEST_PHRASE = 140;

/** How many and the worst case: "3 eSIMs need attention (1 critical): Anna Kern has 42 MB of 1 GB left, …". */
export function headlineOf(subjects: readonly Subject[], message: AlertsMessage): string {
  const live = subjects.filter(([worst]) => isLive(worst));
  const resolved = subjects.filter(([worst]) => !isLive(worst));
  const worst = subjects[0]?.[0];
  if (!worst) return WORDS.nothingToReport;
  const phrase = phraseOf(worst, message);
  if (live.length === 0) {
    if (resolved.length === 1) return phrase;
    const names = resolved.map(([{ esim }]) => nameOf(esim));
    return WORDS.resolvedFor(resolved.length, areEsims(resolved), names);
  }
  const open = live.flat().filter(isLive);
  if (open.every(({ change }) => change === 'reminder')) return WORDS.reminder(open.length, phrase);
  if (live.length === 1) return WORDS.one(phrase, resolved.length);
  const critical = live.filter(([{ severity }]) => severity === 'critical').length;
  return WORDS.several(live.length, areEsims(live), critical, resolved.length, phrase);
}

function areEsims(subjects: readonly Subject[]): boolean {
  return subjects.every(([worst]) => worst.esim !== null);
}

/** One case in a clause. */
function phraseOf(item: AlertItem, message: AlertsMessage): string {
  const { esim, reason } = item;
  const reader = readerOf(message);
  // The only alert without an eSIM is about the provider, which its sentence names.
  if (esim === null && !isFinding(reason)) {
    return clean(capitalised(sentenceOf(reason, reader)), LONGEST_PHRASE);
  }
  if (isLive(item)) return clean(headlineFor(subjectOf(esim), reason, reader), LONGEST_PHRASE);
  return clean(`${nameOf(esim)}: ${sentenceOf(reason, readerBeside(message, esim))}`, LONGEST_PHRASE);
}
