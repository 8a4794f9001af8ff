import { adviceOn, kindOf, type Language, type Reader, type TopUpPackage } from '@roamwatch/core';
import type { AlertItem } from '../message.js';
import { clean } from './clean.js';
import { priceText } from './price.js';

const NAMED_TOP_UPS = 3;
const NAMED_NOTES = 3;

/** Advice for the reader: the cheapest top-ups by name and price, else the provider's notes, else advice. */
export function nextStep({ ruleType, reason, esim }: AlertItem, reader: Reader, language: Language): string {
  const { letter: words } = language;
  if (esim && kindOf(ruleType).helpedByTopUp) {
    if (esim.topUps.length > 0) return words.topUp(esim.topUps.slice(0, NAMED_TOP_UPS).map(offerText));
    const notes = esim.notes.map((note) => clean(note, 300)).filter((note) => note !== '');
    if (notes.length > 0) return words.providerNotes(notes.slice(0, NAMED_NOTES));
  }
  return adviceOn(reason, reader, language);
}

function offerText({ packageName, price, currency }: TopUpPackage): string {
  const cost = price === null ? '' : ` for ${priceText(price, currency)}`;
  return clean(packageName + cost);
}
