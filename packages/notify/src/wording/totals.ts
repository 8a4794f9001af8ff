import type { AlertsMessage } from '../message.js';
import type { Tone } from './letter.js';
import { toneOf } from './subjects.js';

/** The most urgent tone of all alerts of a message. */
export function toneOfAll({ totals, shown }: AlertsMessage): Tone {
  const [worst] = shown;
  if (totals.critical > 0) return 'critical';
  return worst === undefined ? 'info' : toneOf(worst);
}

/** The eSIMs that a message is about; an alert about none counts as one. */
export function subjectsIn({ totals }: AlertsMessage): number {
  return totals.open + totals.resolved;
}
