import { formatInstant } from '@roamwatch/core';
import type { AlertItem, AlertsMessage } from '../message.js';
import { isLive, type Subject } from './card.js';
import { clean } from './clean.js';
import { remainingShort } from './figures.js';
import { nameOf } from './name.js';

/** How many and the worst case: "3 eSIMs: Anna Kern has 42 MB of 1 GB left". */
export function headlineOf(subjects: readonly Subject[], { timeZone }: AlertsMessage): string {
  const live = subjects.filter(([worst]) => isLive(worst));
  const resolved = subjects.filter(([worst]) => !isLive(worst));
  const worst = subjects[0]?.[0];
  if (!worst) return 'Nothing to report';
  if (live.length === 0) {
    const others = resolved.length > 1 ? `${counted(resolved)} are fine again: ` : '';
    return others + phraseOf(worst, timeZone);
  }
  const still = live.flat().every((item) => !isLive(item) || item.change === 'reminder') ? 'Still: ' : '';
  const count = live.length > 1 ? `${counted(live)}: ` : '';
  const over = resolved.length > 0 ? ` (and ${resolved.length} resolved)` : '';
  return `${still}${count}${phraseOf(worst, timeZone)}${over}`;
}

function counted(subjects: readonly Subject[]): string {
  const noun = subjects.every(([worst]) => worst.esim) ? 'eSIMs' : 'alerts';
  return `${subjects.length} ${noun}`;
}

/** One case in a clause. */
function phraseOf(item: AlertItem, zone: string): string {
  const name = nameOf(item.esim);
  const reason = clean(item.reason, 100);
  if (!isLive(item)) return `${name}: ${reason}`;
  return `${name}${predicateOf(item, zone) ?? `: ${reason}`}`;
}

function predicateOf({ ruleType, esim }: AlertItem, zone: string): string | null {
  const remaining = esim && remainingShort(esim);
  const end = esim?.expiresAt == null ? null : formatInstant(esim.expiresAt, zone);
  switch (ruleType) {
    case 'data-low':
      return remaining && ` has ${remaining}`;
    case 'data-exhausted':
      return ' has no data left';
    case 'expiry':
      return end && ` expires ${end}`;
    case 'expiry-unused':
      return end && ` was never installed and lapses ${end}`;
    default:
      return null;
  }
}
