import { findingIn, type Reader } from '@roamwatch/core';
import type { AlertEventRow } from '@roamwatch/store';
import { isoInstant } from '../../../iso-instant.js';
import { knownRules } from '../../../known-rules.js';
import { alertSubject } from '../../alert-subject.js';
import { readerOf } from '../../reader.js';
import { eventReason } from '../../reasons.js';
import { emptyText, printShown, withStanding } from '../../shown.js';
import { standingOf } from '../../standing.js';
import type { Column } from '../../terminal/column.js';
import { tableOf } from '../../terminal/table.js';
import { instantCell } from '../../terminal/times.js';
import type { StoreAccess } from '../../with-store.js';
import type { AlertFilter } from './filters.js';

const PAGE = 500;

/** When alerts opened, escalated and resolved, newest first. */
export async function showHistory(access: StoreAccess, limit: number, filter: AlertFilter): Promise<void> {
  const reader = readerOf(access);
  const standing = await standingOf(access);
  const events = await matching(access, limit, filter);
  // Events of a rule that was removed are found by its name.
  if (events.length === 0) filter.requireRule(await knownRules(access));
  const value = events.map((event) => eventJson(event, reader));
  const none = filter.isEmpty
    ? emptyText(standing, 'No alert has opened so far.', 'No alert history is known.')
    : 'No event matches.';
  const more = events.length < limit ? '' : `\n\nThe newest ${limit} are shown: use --limit for more.`;
  const words = () => (events.length === 0 ? none : `${tableOf(columns(reader), events)}${more}`);
  printShown(access, withStanding({ value, words }, standing, reader));
}

async function matching(
  { store }: StoreAccess,
  limit: number,
  filter: AlertFilter,
): Promise<readonly AlertEventRow[]> {
  const found: AlertEventRow[] = [];
  let before: number | undefined;
  do {
    const page = await store.alerts.history(filter.isEmpty ? Math.min(PAGE, limit) : PAGE, before);
    found.push(...page.filter((event) => filter.matches(event)));
    before = page.at(-1)?.id;
  } while (before !== undefined && found.length < limit);
  return found.slice(0, limit);
}

function eventJson(event: AlertEventRow, { zone }: Reader) {
  return {
    ...event,
    at: isoInstant(event.at),
    reason: eventReason(event, zone),
    finding: findingIn(event.reason),
  };
}

function columns(reader: Reader): readonly Column<AlertEventRow>[] {
  return [
    { title: 'WHEN', ...instantCell(({ at }) => at, reader) },
    { title: 'ALERT', cell: ({ alertId }) => String(alertId), align: 'right' },
    { title: 'CHANGE', cell: ({ change }) => change },
    { title: 'SEVERITY', cell: ({ severity }) => severity, tint: ({ severity }) => severity, drop: 2 },
    { title: 'ESIM', cell: alertSubject, wraps: 12, breaks: true },
    { title: 'RULE', cell: ({ rule }) => rule, drop: 1 },
    { title: 'REASON', cell: (event) => eventReason(event, reader.zone), wraps: 24 },
  ];
}
