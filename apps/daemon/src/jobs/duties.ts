import { HOUR, MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';
import { createTask } from 'node-cron';
import type { Context } from '../context.js';

/** Something that is to be done by schedule. */
export interface Duty {
  /** `poll`, or `report finance`. */
  readonly name: string;
  /** Null before the first time. */
  readonly lastDoneAt: UnixSeconds | null;
  /** 0 when it is not overdue. */
  readonly overdueBy: Seconds;
}

const KEY = 'duties';

interface Record {
  readonly since: UnixSeconds;
  readonly doneAt: UnixSeconds | null;
}

type Records = Readonly<{ [duty: string]: Record }>;

/** Every scheduled duty of the configuration, and how it stands. */
export function dutiesOf(ctx: Context): readonly Duty[] {
  const { config, store } = ctx;
  const records = recordsIn(ctx);
  return [
    // One poll may fail: it is overdue when two should have followed the last good one.
    duty(
      ctx,
      'poll',
      store.cycles.lastGoodAt(),
      2 * Math.max(longestGap(ctx, config.poll.schedule), HOUR / 2),
    ),
    ...config.reports.map(({ name, schedule }) => {
      const { since, doneAt } = records[reportDuty(name)] ?? { since: ctx.now(), doneAt: null };
      return duty(ctx, reportDuty(name), doneAt, longestGap(ctx, schedule) + HOUR, since);
    }),
  ];
}

export function reportDuty(name: string): string {
  return `report ${name}`;
}

/** Remembers when duties were first asked for, so that one never done becomes overdue too, restarts or not. */
export function beginDuties(ctx: Context): void {
  const known = recordsIn(ctx);
  const records = ctx.config.reports.map(({ name }) => {
    const duty = reportDuty(name);
    return [duty, known[duty] ?? { since: ctx.now(), doneAt: null }] as const;
  });
  ctx.store.settings.set(KEY, Object.fromEntries(records));
}

/** To be called whenever a duty other than a poll, whose cycles are kept anyway, was done. */
export function dutyDone(ctx: Context, name: string): void {
  const known = recordsIn(ctx);
  const since = known[name]?.since ?? ctx.now();
  ctx.store.settings.set(KEY, { ...known, [name]: { since, doneAt: ctx.now() } });
}

function recordsIn({ store }: Context): Records {
  return (store.settings.get(KEY) ?? {}) as Records;
}

function duty(
  ctx: Context,
  name: string,
  lastDoneAt: UnixSeconds | null,
  patience: Seconds,
  since: UnixSeconds | null = null,
): Duty {
  const from = lastDoneAt ?? since;
  return { name, lastDoneAt, overdueBy: from === null ? 0 : Math.max(0, ctx.now() - from - patience) };
}

/** Runs looked at: enough to see a night and a weekend without one. */
const RUNS = 16;

const gaps = new Map<string, Seconds>();

/** The longest time a schedule leaves between two runs. */
function longestGap({ config }: Context, schedule: string): Seconds {
  const key = `${schedule} ${config.timeZone}`;
  const known = gaps.get(key) ?? measureLongestGap(schedule, config.timeZone);
  gaps.set(key, known);
  return known;
}

function measureLongestGap(schedule: string, timezone: string): Seconds {
  const task = createTask(schedule, () => {}, { timezone });
  try {
    const runs = task.getNextRuns(RUNS).map((run) => run.getTime() / 1000);
    return Math.max(MINUTE, ...runs.slice(1).map((run, index) => run - (runs[index] ?? run)));
  } finally {
    void task.destroy();
  }
}
