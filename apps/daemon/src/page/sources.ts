import { readingsCurrentSince } from '@roamwatch/monitor';
import type { Sources } from '@roamwatch/web';
import type { Context } from '../context.js';
import { concernsOf } from '../http/readiness.js';
import { AfterPoll } from './after-poll.js';
import { alertSource } from './alerts.js';
import { esimSource } from './esim.js';
import { inventorySource } from './inventory.js';
import { isCurrent } from './is-current.js';
import { notificationSource } from './notifications.js';
import { overviewSource } from './overview.js';
import { reportSource } from './reports.js';

/** The data of the pages, under the configuration that is active at the request. */
export function createSources(current: () => Context): Sources {
  const afterPoll = new AfterPoll();
  return {
    ...overviewSource(current, afterPoll),
    ...alertSource(current),
    ...esimSource(current),
    ...notificationSource(current),
    ...reportSource(current, afterPoll),
    ...inventorySource(current, afterPoll),
    async fleet(query) {
      const ctx = current();
      const { store, config, now } = ctx;
      const page = await store.pages.esims({ ...query, now: now(), polled: config.poll.statuses });
      const since = await readingsCurrentSince(ctx);
      return { ...page, rows: page.rows.map((row) => ({ ...row, isCurrent: isCurrent(row.readAt, since) })) };
    },
    filters() {
      const ctx = current();
      return afterPoll.get(ctx, 'filters', () => ctx.store.pages.esimFilters());
    },
    async state() {
      const ctx = current();
      const { pages } = ctx.store;
      const [revision, counts, { problems }, { last }, byStatus] = await Promise.all([
        pages.revision(),
        pages.alertCounts(),
        concernsOf(ctx),
        pages.polling(),
        afterPoll.get(ctx, 'by status', () => ctx.store.fleet.countByStatus()),
      ]);
      const isTrusted = problems.length === 0 && last?.error === null && byStatus.size > 0;
      const { unacknowledgedCritical: critical, unacknowledgedWarning: warning } = counts;
      const worst = critical > 0 ? 'critical' : warning > 0 ? 'warning' : null;
      const open = worst === 'critical' ? critical : warning;
      return { revision: isTrusted ? revision : `${revision}?`, worst, open, isTrusted };
    },
  };
}
