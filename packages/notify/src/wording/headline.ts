import { capitalised, headlineFor, isFinding, sentenceOf } from '@roamwatch/core';
import type { AlertItem, AlertsMessage } from '../message.js';
import { clean } from './clean.js';
import { languageOf } from './language-of.js';
import { nameOf } from './name.js';
import { readerBeside, readerOf, subjectOf } from './reader.js';
import { isLive } from './subjects.js';

const LONGEST_PHRASE = 140;

/** How many and the worst case: "3 eSIMs need attention (1 critical): Anna Kern has 42 MB of 1 GB left, …". */
export function headlineOf(message: AlertsMessage): string {
  const { letter: words } = languageOf(message);
  const { totals, shown, asOf } = message;
  const worst = shown[0]?.[0];
  if (!worst) return words.nothingToReport;
  const phrase = phraseOf(worst, message);
  if (totals.open === 0) {
    if (totals.resolved === 1) return phrase;
    return words.resolvedFor(
      totals,
      shown.map(([one]) => nameOf(one, words)),
    );
  }
  if (totals.areReminders) {
    const longestOpen = Math.max(asOf - (totals.openSince ?? asOf), 0);
    return words.reminder({ alerts: totals.alerts.open, longestOpen }, phrase);
  }
  return totals.open === 1 ? words.one(phrase, totals.resolved) : words.several(totals, phrase);
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
