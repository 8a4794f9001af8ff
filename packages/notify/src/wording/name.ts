import type { LetterWords } from '@roamwatch/core';
import type { AlertItem, SummaryName } from '../message.js';
import { clean } from './clean.js';

/** The name of an alert's eSIM: its label, else the end of its ICCID, else its eSIM id; or what else it is about. */
export function nameOf(
  { esim, rule, ruleType }: Pick<AlertItem, 'esim' | 'rule' | 'ruleType'>,
  words: LetterWords,
): string {
  if (esim !== null) return nameOfEsim(esim, words);
  switch (ruleType) {
    case 'budget':
      return words.budgetName(clean(rule, 100));
    case 'account-balance':
      return words.accountName;
    default:
      return words.providerName;
  }
}

export function nameOfEsim(esim: SummaryName, words: LetterWords): string {
  const label = clean(esim.label ?? '', 60);
  if (label !== '') return label;
  return words.unlabelled(esim.iccid ? `…${clean(esim.iccid).slice(-6)}` : clean(esim.esimId, 40));
}
