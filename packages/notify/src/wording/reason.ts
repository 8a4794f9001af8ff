import { formatInstant } from '@roamwatch/core';
import type { AlertItem } from '../message.js';
import { remainingText } from './figures.js';

/** What tells a new package from the former is for the history; readers want to know that there is one. */
const HOW_IT_SHOWED = /^(topped up|renewed) \([^)]*\)/;

/** Why, for readers: "topped up: 1.95 GB of 2 GB left (97.6 %)". */
export function reasonFor({ reason }: AlertItem): string {
  return reason.replace(HOW_IT_SHOWED, '$1');
}

/** The same beside the figures and the end of the eSIM, which need not be said twice. */
export function reasonBeside(item: AlertItem, zone: string): string {
  const reason = reasonFor(item);
  if (!item.esim) return reason;
  const { expiresAt } = item.esim;
  const figures = `${remainingText(item.esim)}, `;
  const rest = reason.startsWith(figures) ? reason.slice(figures.length) : reason;
  return expiresAt === null ? rest : rest.replace(` (${formatInstant(expiresAt, zone)})`, '');
}
