import type { Seconds, UnixSeconds } from '@roamwatch/core';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';
import { Timetable } from './timetable.js';

/** Something that is done on a schedule. */
export interface Job {
  readonly name: string;
  /** A cron expression, in the zone of the schedules. */
  readonly schedule: string;
  /** When it was last done: what has come since is caught up. */
  readonly since: UnixSeconds;
  /** Never throws, and is not waited for. */
  readonly run: (occurrence: UnixSeconds) => void;
}

export interface Schedules {
  /** When the job of that name runs next; null when it never does. */
  next(name: string): UnixSeconds | null;
  /** All that came until then has been run. */
  lookedAt(): UnixSeconds;
  stop(): void;
}

export interface SchedulesContext {
  readonly config: { readonly timeZone: string };
  readonly now: Clock;
  readonly log: Log;
}

/**
 * A second, by a timer that no change of the clock stops: node-cron's own, armed for the next minute, would wait as long as the
 * clock was put back.
 */
const PULSE_MS = 1_000;

/** A run that is later than this is worth a line in the log. */
const LATE: Seconds = 2;

/** Runs each job at its occurrences, also those noticed late because the process was busy or the machine slept. */
export function startSchedules({ config, now, log }: SchedulesContext, jobs: readonly Job[]): Schedules {
  const planned = jobs.map((job) => ({
    job,
    table: new Timetable(job.schedule, config.timeZone, job.since),
  }));
  let lookedAt = now();
  const look = () => {
    const at = now();
    lookedAt = at;
    for (const { job, table } of planned) {
      const due = table.due(at);
      if (due === null) continue;
      if (due.late > LATE) {
        log.warn(
          { event: 'schedule-late', job: job.name, seconds: due.late },
          `${job.name} runs ${due.late} s late`,
        );
      }
      job.run(due.occurrence);
    }
  };
  const pulse = setInterval(look, PULSE_MS);
  return {
    next: (name) => planned.find(({ job }) => job.name === name)?.table.next ?? null,
    lookedAt: () => lookedAt,
    stop: () => clearInterval(pulse),
  };
}
