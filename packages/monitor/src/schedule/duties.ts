import { HOUR, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';
import type { Settings } from '../settings.js';
import { nextOccurrence } from './occurrence.js';

export interface DutyContext {
  readonly config: Pick<Settings, 'poll' | 'reports' | 'timeZone'>;
  readonly store: Pick<Store, 'settings' | 'cycles'>;
  readonly now: Clock;
}

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

type Records = Readonly<Record<string, { readonly since: UnixSeconds; readonly doneAt: UnixSeconds | null }>>;

/** A cycle over a large fleet takes its time, and a report over a long month. */
const GRACE: Seconds = HOUR / 2;

/** Every scheduled duty of the configuration, and how it stands. */
export function dutiesOf(ctx: DutyContext): readonly Duty[] {
  const { config, store } = ctx;
  const records = recordsIn(ctx);
  const lastPoll = store.cycles.lastGoodAt();
  const reports = config.reports.map(({ name, schedule }) => {
    const { since, doneAt } = records[reportDuty(name)] ?? { since: ctx.now(), doneAt: null };
    return duty(ctx, reportDuty(name), doneAt, due(ctx, schedule, doneAt ?? since));
  });
  return [duty(ctx, 'poll', lastPoll, pollDue(ctx, lastPoll)), ...reports];
}

/** One poll may fail: the second after the last good one must not. */
function pollDue(ctx: DutyContext, lastPoll: UnixSeconds | null): UnixSeconds | null {
  const { schedule } = ctx.config.poll;
  const first = lastPoll === null ? null : due(ctx, schedule, lastPoll);
  return first === null ? null : due(ctx, schedule, first);
}

export function reportDuty(name: string): string {
  return `report ${name}`;
}

/** Remembers when duties were first asked for, so that one never done becomes overdue too, restarts or not. */
export function beginDuties(ctx: DutyContext): void {
  const records = recordsIn(ctx);
  const begun = ctx.config.reports.map(({ name }) => {
    const duty = reportDuty(name);
    return [duty, records[duty] ?? { since: ctx.now(), doneAt: null }] as const;
  });
  ctx.store.settings.set(KEY, Object.fromEntries(begun));
}

/** To be called whenever a duty other than a poll, whose cycles are kept anyway, was done. */
export function dutyDone(ctx: Pick<DutyContext, 'store' | 'now'>, name: string): void {
  const records = recordsIn(ctx);
  const since = records[name]?.since ?? ctx.now();
  ctx.store.settings.set(KEY, { ...records, [name]: { since, doneAt: ctx.now() } });
}

function recordsIn({ store }: Pick<DutyContext, 'store'>): Records {
  return (store.settings.get(KEY) ?? {}) as Records;
}

function duty(
  ctx: DutyContext,
  name: string,
  lastDoneAt: UnixSeconds | null,
  dueAt: UnixSeconds | null,
): Duty {
  return { name, lastDoneAt, overdueBy: dueAt === null ? 0 : Math.max(0, ctx.now() - dueAt - GRACE) };
}

const REMEMBERED = 100;
const known = new Map<string, UnixSeconds | null>();

/** When a schedule comes next after an instant; null for never. Asked at every scrape, found once. */
function due(
  { config }: Pick<DutyContext, 'config'>,
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
