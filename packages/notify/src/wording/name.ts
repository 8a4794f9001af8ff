import type { LetterWords } from '@roamwatch/core';
import type { AlertedEsim } from '../message.js';
import { clean } from './clean.js';

/** What people call it: its label, else the end of its ICCID, else its eSIM id. Null stands for the provider. */
export function nameOf(esim: AlertedEsim | null, words: LetterWords): string {
  if (!esim) return words.providerName;
  const label = clean(esim.label ?? '', 60);
  if (label !== '') return label;
  return words.unlabelled(esim.iccid ? `…${clean(esim.iccid).slice(-6)}` : clean(esim.esimId, 40));
}
