import { HOUR, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Settings } from '../settings.js';
import { nextOccurrence } from './occurrence.js';

export interface ScheduleContext {
  readonly config: Pick<Settings, 'poll' | 'reports' | 'timeZone'>;
  readonly store: Pick<Store, 'settings' | 'cycles'>;
  readonly now: Clock;
}

/** A poll or a report that runs on a schedule, and how late it is. */
export interface ScheduledJob {
  /** `poll`, or `report finance`. */
  readonly name: string;
  /** Null before the first time. */
  readonly lastDoneAt: UnixSeconds | null;
  /** 0 when it is not overdue. */
  readonly overdueBy: Seconds;
}

/** The setting that remembers when reports were written. Named so by the first version. */
export const JOBS_DONE = 'duties';

type Records = Readonly<Record<string, { readonly since: UnixSeconds; readonly doneAt: UnixSeconds | null }>>;

/** A cycle over a large fleet takes its time, and a report over a long month. */
const GRACE: Seconds = HOUR / 2;

/** Every scheduled job of the configuration. */
export async function scheduledJobs(ctx: ScheduleContext): Promise<readonly ScheduledJob[]> {
  const { config, store } = ctx;
  const records = await recordsIn(ctx);
  const lastPoll = await store.cycles.lastGoodAt();
  const reports = config.reports.map(({ name, schedule }) => {
    const { since, doneAt } = upToNow(ctx, records[reportJobName(name)]);
    return scheduledJob(ctx, reportJobName(name), doneAt, due(ctx, schedule, doneAt ?? since));
  });
  return [scheduledJob(ctx, 'poll', lastPoll, pollDue(ctx, lastPoll)), ...reports];
}

/** A time written by a clock that was ahead counts as now. */
function upToNow({ now }: ScheduleContext, record: Records[string] | undefined) {
  const { since, doneAt } = record ?? { since: now(), doneAt: null };
  return { since: Math.min(since, now()), doneAt: doneAt === null ? null : Math.min(doneAt, now()) };
}

/** One poll may fail: the second after the last good one must not. */
function pollDue(ctx: ScheduleContext, lastPoll: UnixSeconds | null): UnixSeconds | null {
  const { schedule } = ctx.config.poll;
  const first = lastPoll === null ? null : due(ctx, schedule, lastPoll);
  return first === null ? null : due(ctx, schedule, first);
}

/** Names a report among the scheduled jobs, and its mail among the receivers. */
export function reportJobName(name: string): string {
  return `report ${name}`;
}

/** Names the webhook of a report among the receivers. */
export function reportHookName(name: string): string {
  return `${reportJobName(name)}, webhook`;
}

/** Remembers when each schedule was first seen, so that a report never written becomes overdue too, restarts or not. */
export async function rememberSchedules({ config, store, now }: ScheduleContext): Promise<void> {
  const since = now();
  await store.settings.change([JOBS_DONE], (was) => {
    const records = (was[JOBS_DONE] ?? {}) as Records;
    const begun = config.reports.map(({ name }) => {
      const job = reportJobName(name);
      return [job, records[job] ?? { since, doneAt: null }] as const;
    });
    return { set: { [JOBS_DONE]: Object.fromEntries(begun) } };
  });
}

/** The setting once a report was written at `now`. Polls are not recorded here, because their cycles are kept anyway. */
export function withJobDone(records: unknown, name: string, now: UnixSeconds): Records {
  const known = (records ?? {}) as Records;
  return { ...known, [name]: { since: known[name]?.since ?? now, doneAt: now } };
}

async function recordsIn({ store }: Pick<ScheduleContext, 'store'>): Promise<Records> {
  return ((await store.settings.get(JOBS_DONE)) ?? {}) as Records;
}

function scheduledJob(
  ctx: ScheduleContext,
  name: string,
  lastDoneAt: UnixSeconds | null,
  dueAt: UnixSeconds | null,
): ScheduledJob {
  return { name, lastDoneAt, overdueBy: dueAt === null ? 0 : Math.max(0, ctx.now() - dueAt - GRACE) };
}

const REMEMBERED = 100;
const known = new Map<string, UnixSeconds | null>();

/** When a schedule comes next after an instant; null for never. Requested at every scrape, computed once. */
function due(
  { config }: Pick<ScheduleContext, 'config'>,
  schedule: string,
  after: UnixSeconds,
): UnixSeconds | null {
  const key = JSON.stringify([schedule, config.timeZone, after]);
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size >= REMEMBERED) known.clear();
  const next = nextOccurrence(schedule, config.timeZone, after);
  known.set(key, next);
  return next;
}
