import {
  conditionInWords,
  type FleetCondition,
  HOUR,
  type NotMonitored,
  notMonitoredInWords,
  type OpenCondition,
  type ReadinessProblem,
  type UnixSeconds,
} from '@roamwatch/core';
import { openConditions, type ScheduledJob, scheduledJobs } from '@roamwatch/monitor';
import { StoreError } from '@roamwatch/store';
import type { Context } from '../context.js';
import { isoInstant } from '../iso-instant.js';

/** The readiness of Roamwatch, with the problems that speak against it. */
export interface Readiness {
  readonly ready: boolean;
  /** Why it is not; or, where it is, what should be known all the same. */
  readonly reasons: readonly string[];
  /** Number of eSIMs that are not monitored, by reason. */
  readonly notMonitored: NotMonitored;
  readonly lastGoodPoll: string | null;
  /** Since when the oldest pending message is queued; null when none is pending. */
  readonly oldestMessage: string | null;
  /** When each report by schedule was last written. */
  readonly reports: Readonly<Record<string, string | null>>;
}

const REPORT = 'report ';

export type ReadinessContext = Pick<Context, 'store' | 'config' | 'now'>;

/** A message that is pending for longer than this means that delivery has stopped working. */
const STUCK_AFTER = HOUR;

/** Ready means: the database answers, polls and reports are not overdue, and no message is stuck. */
export async function readiness(ctx: ReadinessContext): Promise<Readiness> {
  const { problems, notes, lastGoodPoll, oldestPendingAt, reports } = await assess(ctx);
  const notMonitored = await notMonitoredIn(ctx);
  return {
    ready: problems.length === 0,
    reasons: [
      ...problems.map(problemInWords),
      ...notes.map((condition) => conditionInWords(condition)),
      ...notMonitoredInWords(notMonitored),
    ],
    notMonitored,
    lastGoodPoll: isoInstant(lastGoodPoll),
    oldestMessage: isoInstant(oldestPendingAt),
    reports: Object.fromEntries(
      reports.map((job) => [job.name.slice(REPORT.length), isoInstant(job.lastDoneAt)]),
    ),
  };
}

/** What an operator should know of before relying on the figures. */
export interface Concerns {
  /** The reasons not to trust them. */
  readonly problems: readonly ReadinessProblem[];
  /** Conditions that do not speak against them, and should be checked. */
  readonly notes: readonly FleetCondition[];
}

/** Never throws: a database that does not answer is a problem too. */
export async function concernsOf(ctx: ReadinessContext): Promise<Concerns> {
  const { problems, notes } = await assess(ctx);
  return { problems, notes };
}

/** Reads the whole fleet, which the page does once after each poll. */
async function notMonitoredIn({ store, config }: ReadinessContext): Promise<NotMonitored> {
  try {
    return await store.pages.notMonitored(config.poll.statuses);
  } catch {
    // That the database does not answer is among the problems already.
    return {};
  }
}

interface Assessment extends Concerns {
  readonly lastGoodPoll: UnixSeconds | null;
  readonly oldestPendingAt: UnixSeconds | null;
  readonly reports: readonly ScheduledJob[];
}

async function assess(ctx: ReadinessContext): Promise<Assessment> {
  try {
    const fault = await ctx.store.upkeep.fault();
    if (fault !== null) throw fault;
    const [{ oldestPendingAt }, lastGoodPoll, jobs, conditions] = await Promise.all([
      ctx.store.outbox.counts(),
      ctx.store.cycles.lastGoodAt(),
      scheduledJobs(ctx),
      openConditions(ctx),
    ]);
    const problems: ReadinessProblem[] = lastGoodPoll === null ? [{ kind: 'no-poll' }] : [];
    for (const { name, lastDoneAt, overdueBy } of jobs) {
      const report = name.startsWith(REPORT) ? name.slice(REPORT.length) : null;
      if (overdueBy > 0) problems.push({ kind: 'overdue', report, lastDoneAt });
    }
    if (oldestPendingAt !== null && ctx.now() - oldestPendingAt > STUCK_AFTER) {
      problems.push({ kind: 'stuck', since: oldestPendingAt });
    }
    const ofScale = (wanted: OpenCondition['scale']) =>
      conditions.filter(({ scale }) => scale === wanted).map(({ condition }) => condition);
    problems.push(...ofScale('fleet').map((condition) => ({ kind: 'condition', condition }) as const));
    const reports = jobs.filter(({ name }) => name.startsWith(REPORT));
    return { problems, notes: ofScale('note'), lastGoodPoll, oldestPendingAt, reports };
  } catch (error) {
    const known = error instanceof StoreError ? error : null;
    return {
      problems: [{ kind: 'database', fault: known?.reason ?? null, detail: known?.message ?? 'see the log' }],
      notes: [],
      lastGoodPoll: null,
      oldestPendingAt: null,
      reports: [],
    };
  }
}

export function problemInWords(problem: ReadinessProblem): string {
  switch (problem.kind) {
    case 'no-poll':
      return 'no poll has succeeded yet';
    case 'overdue': {
      const { report, lastDoneAt } = problem;
      const last =
        lastDoneAt === null ? 'it was never done' : `the last good one was at ${isoInstant(lastDoneAt)}`;
      return `${report === null ? 'poll' : `${REPORT}${report}`} is overdue: ${last}`;
    }
    case 'stuck':
      return `a message has been pending since ${isoInstant(problem.since)}`;
    case 'condition':
      return conditionInWords(problem.condition);
    case 'database':
      return `the database cannot be used: ${problem.detail}`;
  }
}
