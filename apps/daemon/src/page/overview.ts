import { nextOccurrence } from '@roamwatch/monitor';
import { type OverviewSource, REASONS_SHOWN } from '@roamwatch/web';
import type { Context } from '../context.js';
import { concernsOf } from '../http/readiness.js';
import type { AfterPoll } from './after-poll.js';
import { alertLines } from './alert-line.js';

/** As many alerts as the overview names. */
const ATTENTION = 10;

export function overviewSource(current: () => Context, afterPoll: AfterPoll): OverviewSource {
  return {
    async overview() {
      const ctx = current();
      const { store, config } = ctx;
      const { pages } = store;
      const [counts, polling, notMonitored, outbox, byStatus, lastGoodAt, worst, concerns] =
        await Promise.all([
          pages.alertCounts(),
          pages.polling(),
          afterPoll.get(ctx, `not monitored ${config.poll.statuses}`, () =>
            pages.notMonitored(config.poll.statuses),
          ),
          store.outbox.counts(),
          afterPoll.get(ctx, 'by status', () => store.fleet.countByStatus()),
          store.cycles.lastGoodAt(),
          pages.alerts({
            now: ctx.now(),
            state: 'open',
            severity: null,
            rule: null,
            search: '',
            seesAddresses: true,
            acknowledged: false,
            after: null,
            limit: ATTENTION,
          }),
          concernsOf(ctx),
        ]);
      const statuses = [...byStatus].map(([status, count]) => ({ status, count }));
      return {
        polling: {
          lastGoodAt,
          last: polling.last,
          underWaySince: polling.begunAt,
          nextAt: nextOccurrence(config.poll.schedule, config.timeZone, ctx.now()),
        },
        fleet: {
          listed: statuses.reduce((sum, { count }) => sum + count, 0),
          byStatus: statuses.sort((a, b) => b.count - a.count),
        },
        alerts: {
          critical: counts.critical,
          warning: counts.warning,
          unacknowledged: counts.unacknowledgedCritical + counts.unacknowledgedWarning,
        },
        attention: await alertLines(ctx, worst.rows),
        notMonitored: REASONS_SHOWN.map((reason) => ({
          reason,
          count: notMonitored[reason] ?? 0,
        })),
        notifications: {
          pending: outbox.pending,
          failed: outbox.dead,
          oldestPendingAt: outbox.oldestPendingAt,
        },
        // Before the first poll the whole page shows that.
        problems: concerns.problems.filter(({ kind }) => kind !== 'no-poll'),
        notes: concerns.notes,
      };
    },
  };
}
