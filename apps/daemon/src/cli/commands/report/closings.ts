import { formatInstant } from '@roamwatch/core';
import { openMonths, openReasonInWords } from '@roamwatch/monitor';
import { isoInstant } from '../../../iso-instant.js';
import { printResult } from '../../output.js';
import { table } from '../../terminal/table.js';
import type { StoreAccess } from '../../with-store.js';

/** The closed and the open months, and who closed and reopened them. */
export async function showClosings({ store, config, options, now }: StoreAccess): Promise<void> {
  const { closings, events } = await store.closing.history();
  const open = await openMonths({ store, config, now: () => now });
  const closed = new Set(closings.map(({ month }) => month));
  const reopened = open.filter(({ reason }) => reason.kind === 'reopened').map(({ month }) => month);
  const json = {
    closed: closings.map((closing) => ({
      ...closing,
      closedAt: isoInstant(closing.closedAt),
      dataAsOf: isoInstant(closing.dataAsOf),
    })),
    reopened,
    open: open.map(({ month, reason }) => ({
      month,
      reason: reason.kind,
      text: openReasonInWords(reason),
    })),
    events: events.map((event) => ({ ...event, at: isoInstant(event.at) })),
  };
  printResult(options, json, () =>
    [
      ...(events.length === 0
        ? ['No month has been closed.']
        : [
            table(
              ['MONTH', 'STATUS', 'WHEN', 'ACTION', 'COMMENT'],
              events.map(({ month, at, action, comment }) => [
                month,
                closed.has(month) ? 'closed' : 'open',
                formatInstant(at, config.timeZone),
                action,
                comment,
              ]),
            ),
          ]),
      ...(open.length === 0
        ? []
        : [
            '',
            table(
              ['OPEN', 'REASON'],
              open.map(({ month, reason }) => [month, openReasonInWords(reason)]),
            ),
          ]),
    ].join('\n'),
  );
}
