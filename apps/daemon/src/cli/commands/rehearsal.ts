import { findingIn, formatInstant, type Reader } from '@roamwatch/core';
import type { DryRun } from '@roamwatch/monitor';
import type { AlertEventRow } from '@roamwatch/store';
import { isoInstant } from '../../iso-instant.js';
import { alertSubject } from '../alert-subject.js';
import { eventReason } from '../reasons.js';
import type { Column } from '../terminal/column.js';
import { tableOf } from '../terminal/table.js';

/** What a poll would have changed. */
export function rehearsalInWords({ summary, problems, changes }: DryRun, { now, zone }: Reader): string {
  const fired = changes.filter(({ change }) => change !== 'closed');
  const isComplete = problems.length === 0 && summary.failed === 0;
  const none = isComplete
    ? 'Nothing would fire.'
    : 'What would fire is not known in full, because the poll was incomplete.';
  return [
    fired.length === 0 ? none : tableOf(changeColumns(zone), fired),
    ...(fired.length > 0 && !isComplete ? ['', 'More may fire: the poll was incomplete.'] : []),
    '',
    `Dry run at ${formatInstant(now, zone)}: ${summary.polled} of ${summary.listed} listed eSIMs polled, ${summary.failed} failed. Nothing was stored or sent.`,
  ].join('\n');
}

function changeColumns(zone: string): readonly Column<AlertEventRow>[] {
  return [
    { title: 'CHANGE', cell: ({ change }) => change },
    { title: 'SEVERITY', cell: ({ severity }) => severity, tint: ({ severity }) => severity },
    { title: 'ESIM', cell: alertSubject, wraps: 12, breaks: true },
    { title: 'RULE', cell: ({ rule }) => rule, drop: 1 },
    { title: 'REASON', cell: (event) => eventReason(event, zone), wraps: 24 },
  ];
}

export function rehearsalAsJson({ summary, changes }: DryRun, zone: string) {
  return {
    dryRun: true,
    summary,
    changes: changes.map((event) => ({
      ...event,
      at: isoInstant(event.at),
      reason: eventReason(event, zone),
      finding: findingIn(event.reason),
    })),
  };
}
