import { capitalised, headlineFor, isFinding, type SubjectCounts, sentenceOf } from '@roamwatch/core';
import type { AlertItem, AlertsMessage } from '../message.js';
import { clean } from './clean.js';
import { languageOf } from './language-of.js';
import { nameOf } from './name.js';
import { readerBeside, readerOf, subjectOf } from './reader.js';
import { isLive, isReminder, type Subject } from './subjects.js';

const LONGEST_PHRASE = 140;

/** How many and the worst case: "3 eSIMs need attention (1 critical): Anna Kern has 42 MB of 1 GB left, …". */
export function headlineOf(subjects: readonly Subject[], message: AlertsMessage): string {
  const { letter: words } = languageOf(message);
  const live = subjects.filter(([worst]) => isLive(worst));
  const resolved = subjects.filter(([worst]) => !isLive(worst));
  const worst = subjects[0]?.[0];
  if (!worst) return words.nothingToReport;
  const phrase = phraseOf(worst, message);
  if (live.length === 0) {
    if (resolved.length === 1) return phrase;
    const names = resolved.map(([one]) => nameOf(one, words));
    return words.resolvedFor(countsOf([], resolved), names);
  }
  const open = live.flat().filter(isLive);
  if (isReminder(open)) {
    const longestOpen = Math.max(...open.map(({ openedAt }) => message.asOf - openedAt), 0);
    return words.reminder({ alerts: open.length, longestOpen }, phrase);
  }
  if (live.length === 1) return words.one(phrase, resolved.length);
  return words.several(countsOf(live, resolved), phrase);
}

function countsOf(live: readonly Subject[], resolved: readonly Subject[]): SubjectCounts {
  const counted = live.length > 0 ? live : resolved;
  return {
    open: live.length,
    critical: live.filter(([{ severity }]) => severity === 'critical').length,
    resolved: resolved.length,
    areEsims: counted.every(([worst]) => worst.esim !== null),
  };
}

const NAME_THEMSELVES: readonly string[] = ['provider-down', 'account-balance'];

/** One case in a clause. */
export function phraseOf(item: AlertItem, message: AlertsMessage): string {
  const { esim, reason, ruleType } = item;
  const language = languageOf(message);
  const { letter: words } = language;
  const reader = readerOf(message);
  // Sentences about the provider and the account name them.
  if (NAME_THEMSELVES.includes(ruleType) && !isFinding(reason)) {
    return clean(capitalised(sentenceOf(reason, reader, language)), LONGEST_PHRASE) || nameOf(item, words);
  }
  if (isLive(item)) {
    return clean(headlineFor(subjectOf(item, words), reason, reader, language), LONGEST_PHRASE);
  }
  const sentence = sentenceOf(reason, readerBeside(message, esim), language);
  return clean(`${nameOf(item, words)}: ${sentence}`, LONGEST_PHRASE);
}
