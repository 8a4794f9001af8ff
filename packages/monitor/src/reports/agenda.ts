import type { UnixSeconds } from '@roamwatch/core';
import { nextOccurrence } from '../schedule/occurrence.js';
import type { ScheduledReport } from '../settings.js';
import type { AgendaContext } from './context.js';

/** How a scheduled report stands; kept in the database, so that a run is neither lost nor made twice. */
export interface Agenda {
  /** The schedule `next` was reckoned by. */
  readonly schedule: string;
  /** When the report was first heard of: months that ended before are not closed by themselves. */
  readonly since: UnixSeconds;
  /** The occurrence to be done next, or still to be done; null when none will come. */
  readonly next: UnixSeconds | null;
  /** Failures of that occurrence so far. */
  readonly failures: number;
  readonly retryAt: UnixSeconds;
  /** The receivers were told that this occurrence is in trouble. */
  readonly told: boolean;
}

export function agendaOf(ctx: AgendaContext, report: ScheduledReport): Agenda {
  const known = ctx.store.settings.get(keyOf(report)) as Agenda | undefined;
  const now = ctx.now();
  if (known === undefined) return begun(ctx, report, now);
  const isDue = known.next !== null && known.next <= now;
  return known.schedule === report.schedule || isDue ? known : begun(ctx, report, known.since);
}

export function saveAgenda(ctx: AgendaContext, report: ScheduledReport, agenda: Agenda): Agenda {
  ctx.store.settings.set(keyOf(report), agenda);
  return agenda;
}

/** The agenda once the occurrence at `next` is done or passed over. */
export function movedOn(ctx: AgendaContext, report: ScheduledReport, agenda: Agenda): Agenda {
  const { schedule } = report;
  const next = agenda.next === null ? null : nextOccurrence(schedule, ctx.config.timeZone, agenda.next);
  return { schedule, since: agenda.since, next, failures: 0, retryAt: 0, told: false };
}

function begun(ctx: AgendaContext, report: ScheduledReport, since: UnixSeconds): Agenda {
  const { schedule } = report;
  const next = nextOccurrence(schedule, ctx.config.timeZone, ctx.now());
  return saveAgenda(ctx, report, { schedule, since, next, failures: 0, retryAt: 0, told: false });
}

function keyOf({ name }: ScheduledReport): string {
  return `report.${name}`;
}
