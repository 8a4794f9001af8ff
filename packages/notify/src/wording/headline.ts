import { formatInstant } from '@roamwatch/core';
import type { AlertItem, AlertsMessage } from '../message.js';
import { isLive, type Subject } from './card.js';
import { clean } from './clean.js';
import { remainingShort } from './figures.js';
import { nameOf } from './name.js';
import { reasonFor } from './reason.js';

/** How the reasons of the built-in rule begin. */
const THE_PROVIDER = 'the provider';

/** What a forecast's reason begins with: "runs dry in 9 hours". */
const RUNS_DRY = /^runs dry in [^(,]*[^(, ]/;

/** Names in a headline about several that are over. */
const NAMED = 3;

/** How many and the worst case: "3 eSIMs: Anna Kern has 42 MB of 1 GB left". */
export function headlineOf(subjects: readonly Subject[], message: AlertsMessage): string {
  const live = subjects.filter(([worst]) => isLive(worst));
  const resolved = subjects.filter(([worst]) => !isLive(worst));
  const worst = subjects[0]?.[0];
  if (!worst) return 'Nothing to report';
  if (live.length === 0) {
    return resolved.length > 1
      ? `Over for ${counted(resolved)}: ${namesOf(resolved)}`
      : phraseOf(worst, message);
  }
  const still = live.flat().every((item) => !isLive(item) || item.change === 'reminder') ? 'Still: ' : '';
  const count = live.length > 1 ? `${counted(live)}: ` : '';
  const over = resolved.length > 0 ? ` (and ${resolved.length} resolved)` : '';
  return `${still}${count}${phraseOf(worst, message)}${over}`;
}

function counted(subjects: readonly Subject[]): string {
  const noun = subjects.every(([worst]) => worst.esim) ? 'eSIMs' : 'alerts';
  return `${subjects.length} ${noun}`;
}

/** "Anna Kern, Bus 12 and 3 more". */
function namesOf(subjects: readonly Subject[]): string {
  const names = subjects.slice(0, NAMED).map(([{ esim }]) => nameOf(esim));
  const more = subjects.length - names.length;
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '');
}

/** One case in a clause. */
function phraseOf(item: AlertItem, message: AlertsMessage): string {
  const name = nameOf(item.esim);
  const reason = clean(reasonFor(item), 100);
  if (!item.esim && reason.startsWith(THE_PROVIDER)) return name + reason.slice(THE_PROVIDER.length);
  if (!isLive(item)) return `${name}: ${reason}`;
  return `${name}${predicateOf(item, message) ?? `: ${reason}`}`;
}

function predicateOf(
  { ruleType, esim, reason }: AlertItem,
  { asOf, timeZone }: AlertsMessage,
): string | null {
  const remaining = esim && remainingShort(esim);
  const end = esim?.expiresAt == null ? null : formatInstant(esim.expiresAt, timeZone);
  const past = (esim?.expiresAt ?? Number.POSITIVE_INFINITY) <= asOf;
  switch (ruleType) {
    case 'data-low':
      return remaining && ` has ${remaining}`;
    case 'data-exhausted':
      return ' has no data left';
    case 'expiry':
      return end && ` ${past ? 'expired' : 'expires'} ${end}`;
    case 'expiry-unused':
      return end && ` was never installed and ${past ? 'lapsed' : 'lapses'} ${end}`;
    case 'data-forecast':
      return RUNS_DRY.test(reason) ? ` ${RUNS_DRY.exec(reason)?.[0]}` : null;
    default:
      return null;
  }
}
