import { CONDITION_KINDS, KNOWN_STATUSES, NOT_MONITORED_REASONS, type Severity } from '@roamwatch/core';
import { openConditions, readBudgetRecord, type ScheduledJob, scheduledJobs } from '@roamwatch/monitor';
import { Gauge, type Registry } from 'prom-client';
import type { Context } from '../context.js';
import { readiness } from '../http/readiness.js';

/** Metrics contain nothing of a person: cost centres that are called by an email address are one. */
const NAMED_BY_ADDRESS = 'ADDRESS';

/** Undocumented statuses count as one, so that a provider cannot create series without end. */
const COUNTED_STATUSES: ReadonlySet<string> = new Set(KNOWN_STATUSES);

const SEVERITIES: readonly Severity[] = ['warning', 'critical'];

/** The state at the moment of the scrape, from the database. */
export interface StateGauges {
  /** Never throws: a database that does not answer is a figure too. */
  refresh(ctx: Context): Promise<void>;
}

export function createStateGauges(register: Registry): StateGauges {
  const gauge = <Label extends string>(name: string, help: string, labelNames: Label[] = []) =>
    new Gauge({ name: `roamwatch_${name}`, help, labelNames, registers: [register] });

  const ready = gauge('ready', 'Whether /readyz reports ready: 1 or 0.');
  const databaseUp = gauge('database_up', 'Whether the database responds: 1 or 0.');
  const databaseSize = gauge('database_size_bytes', 'Size of the database file and its journal.');
  const esims = gauge('esims', 'eSIMs in the account by status; other: an undocumented status.', ['status']);
  const notMonitored = gauge(
    'esims_not_monitored',
    'eSIMs in the account that are not monitored by reason: the first that applies.',
    ['reason'],
  );
  const conditions = gauge(
    'fleet_condition',
    'Conditions of the whole fleet that hold, by kind and scale: those of scale fleet make Roamwatch not ready.',
    ['condition', 'scale'],
  );
  const unread = gauge('esims_without_reading', 'Polled eSIMs without any reading.');
  const oldest = gauge('oldest_reading_age_seconds', 'Age of the oldest last reading of all polled eSIMs.');
  const mean = gauge('mean_reading_age_seconds', 'Mean age of the last readings of all polled eSIMs.');
  const alerts = gauge('alerts_open', 'Open alerts by rule and severity.', ['rule', 'severity']);
  const spent = gauge(
    'cost_centre_spent',
    'Purchases of the running month by cost centre, per currency and never added up.',
    ['cost_centre', 'currency'],
  );
  const used = gauge('cost_centre_used_bytes', 'Usage of the running month by cost centre.', ['cost_centre']);
  const pending = gauge('outbox_messages', 'Messages pending delivery.');
  const pendingAge = gauge(
    'outbox_oldest_age_seconds',
    'Age of the oldest pending message; 0 when none is pending.',
  );
  const dead = gauge('outbox_dead_letters', 'Dead-lettered messages, as long as they are kept.');
  const lastGood = gauge(
    'last_good_poll_timestamp_seconds',
    'When the last good poll ended; 0 before the first.',
  );
  const jobDone = gauge(
    'duty_last_success_timestamp_seconds',
    'When a scheduled job last succeeded; 0 before the first time.',
    ['duty'],
  );
  const jobOverdue = gauge('duty_overdue_seconds', 'How long a scheduled job is overdue; 0 when it is not.', [
    'duty',
  ]);

  const setFleet = async (ctx: Context) => {
    esims.reset();
    for (const status of COUNTED_STATUSES) esims.set({ status }, 0);
    for (const [status, count] of await ctx.store.fleet.countByStatus()) {
      esims.inc({ status: COUNTED_STATUSES.has(status) ? status : 'other' }, count);
    }
    const reasons = await ctx.store.pages.notMonitored(ctx.config.poll.statuses);
    for (const reason of NOT_MONITORED_REASONS) notMonitored.set({ reason }, reasons[reason] ?? 0);
    const now = ctx.now();
    const ages = await ctx.store.fleet.readingAges(ctx.config.poll.statuses, now);
    unread.set(ages.without);
    oldest.set(ages.oldest);
    mean.set(ages.mean);
  };
  const setConditions = async (ctx: Context) => {
    const open = await openConditions(ctx);
    for (const kind of CONDITION_KINDS) {
      for (const scale of ['fleet', 'note'] as const) {
        const holding = open.filter((one) => one.condition.kind === kind && one.scale === scale);
        conditions.set({ condition: kind, scale }, holding.length);
      }
    }
  };
  const setAlerts = async (ctx: Context) => {
    alerts.reset();
    for (const { name } of [...ctx.config.rules, ...ctx.config.budgets]) {
      for (const severity of SEVERITIES) alerts.set({ rule: name, severity }, 0);
    }
    for (const { rule, severity, count } of await ctx.store.alerts.countOpen())
      alerts.set({ rule, severity }, count);
  };
  const setSpending = async (ctx: Context) => {
    spent.reset();
    used.reset();
    const { costCentres } = (await readBudgetRecord(ctx)) ?? { costCentres: [] };
    for (const { costCentre, usedBytes, spent: amounts } of costCentres) {
      const name = costCentre.includes('@') ? NAMED_BY_ADDRESS : costCentre;
      used.inc({ cost_centre: name }, usedBytes);
      for (const [currency, amount] of Object.entries(amounts)) {
        spent.inc({ cost_centre: name, currency }, Number(amount));
      }
    }
  };
  const setOutbox = async (ctx: Context) => {
    const counts = await ctx.store.outbox.counts();
    pending.set(counts.pending);
    pendingAge.set(counts.oldestPendingAt === null ? 0 : Math.max(0, ctx.now() - counts.oldestPendingAt));
    dead.set(counts.dead);
  };
  const setJobs = (duties: readonly ScheduledJob[]) => {
    jobDone.reset();
    jobOverdue.reset();
    for (const { name, lastDoneAt, overdueBy } of duties) {
      jobDone.set({ duty: name }, lastDoneAt ?? 0);
      jobOverdue.set({ duty: name }, overdueBy);
    }
  };

  return {
    async refresh(ctx) {
      try {
        await setFleet(ctx);
        await setConditions(ctx);
        await setAlerts(ctx);
        await setSpending(ctx);
        await setOutbox(ctx);
        setJobs(await scheduledJobs(ctx));
        lastGood.set((await ctx.store.cycles.lastGoodAt()) ?? 0);
        databaseSize.set(await ctx.store.upkeep.size());
        databaseUp.set(1);
      } catch (error) {
        databaseUp.set(0);
        ctx.log.error(
          { event: 'metrics-failed', err: error },
          'the metrics could not be read from the database',
        );
      }
      ready.set((await readiness(ctx)).ready ? 1 : 0);
    },
  };
}
