import { HOUR, type UnixSeconds } from '@roamwatch/core';
import { nextOccurrence } from '../schedule/occurrence.js';
import type { ScheduledReport } from '../settings.js';
import type { ReportScheduleContext } from './context.js';

/** Where a scheduled report is in its schedule; kept in the database, so that no run is lost or made twice. */
export interface ReportScheduleState {
  /** The schedule `next` was computed from. */
  readonly schedule: string;
  /** When the report was first seen: months that ended before are not closed automatically. */
  readonly since: UnixSeconds;
  /** The occurrence to run next, or still to run; null when none will come. */
  readonly next: UnixSeconds | null;
  /** Failures of that occurrence so far. */
  readonly failures: number;
  readonly retryAt: UnixSeconds;
  /** Months whose files were delivered as preliminary: their final ones follow when they are closed. */
  readonly preliminary: readonly string[];
  /** The receivers were notified that this occurrence is late or fails. */
  readonly notified: boolean;
}

/** As it is stored: `notified` was called `told` by the first version. */
type StoredState = Omit<ReportScheduleState, 'notified' | 'preliminary'> & {
  readonly preliminary?: readonly string[];
  readonly notified?: boolean;
  readonly told?: boolean;
};

export async function scheduleStateOf(
  ctx: ReportScheduleContext,
  report: ScheduledReport,
): Promise<ReportScheduleState> {
  const stored = (await ctx.store.settings.get(scheduleStateKey(report))) as StoredState | undefined;
  const now = ctx.now();
  if (stored === undefined) return begun(ctx, report, now);
  const { told, notified = told ?? false, preliminary = [], ...rest } = stored;
  const known = pulledBack(ctx, report, { ...rest, notified, preliminary });
  const isDue = known.next !== null && known.next <= now;
  return known.schedule === report.schedule || isDue ? known : begun(ctx, report, known.since, preliminary);
}

/**
 * A time written by a clock that was ahead: the next occurrence cannot be later than the one after the next, and no pause is longer than an
 * hour. An occurrence that ran while the clock was ahead of it a little is not repeated.
 */
function pulledBack(
  { config, now }: ReportScheduleContext,
  { schedule }: ScheduledReport,
  state: ReportScheduleState,
): ReportScheduleState {
  const at = now();
  const since = Math.min(state.since, at);
  const retryAt = state.retryAt > at + HOUR ? at : state.retryAt;
  if (state.next === null || state.next <= at) return { ...state, since, retryAt };
  const next = nextOccurrence(schedule, config.timeZone, at);
  const following = next === null ? null : nextOccurrence(schedule, config.timeZone, next);
  const isAhead = following !== null && state.next > following;
  return { ...state, since, retryAt, next: isAhead ? next : state.next };
}

/** When the report was first seen; now if it has not been yet. */
export async function firstSeen(ctx: ReportScheduleContext, report: ScheduledReport): Promise<UnixSeconds> {
  const stored = (await ctx.store.settings.get(scheduleStateKey(report))) as StoredState | undefined;
  return stored?.since ?? ctx.now();
}

export async function saveScheduleState(
  ctx: ReportScheduleContext,
  report: ScheduledReport,
  state: ReportScheduleState,
): Promise<ReportScheduleState> {
  await ctx.store.settings.set(scheduleStateKey(report), state);
  return state;
}

/** The state once the occurrence at `next` is done or passed over. */
export function afterOccurrence(
  ctx: ReportScheduleContext,
  report: ScheduledReport,
  state: ReportScheduleState,
): ReportScheduleState {
  const { schedule } = report;
  const next = state.next === null ? null : nextOccurrence(schedule, ctx.config.timeZone, state.next);
  const { since, preliminary } = state;
  return { schedule, since, preliminary, next, failures: 0, retryAt: 0, notified: false };
}

async function begun(
  ctx: ReportScheduleContext,
  report: ScheduledReport,
  since: UnixSeconds,
  preliminary: readonly string[] = [],
): Promise<ReportScheduleState> {
  const { schedule } = report;
  const next = nextOccurrence(schedule, ctx.config.timeZone, ctx.now());
  const state = { schedule, since, preliminary, next, failures: 0, retryAt: 0, notified: false };
  return saveScheduleState(ctx, report, state);
}

/** The setting that contains the state. */
export function scheduleStateKey({ name }: ScheduledReport): string {
  return `report.${name}`;
}
