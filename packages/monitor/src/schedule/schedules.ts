import { type ScheduledTask, schedule } from 'node-cron';
import type { Log } from '../ports/log.js';
import type { Settings } from '../settings.js';

/** What is done when. The jobs never throw. */
export interface Jobs {
  readonly poll: () => Promise<void>;
  readonly tick: () => Promise<void>;
  readonly prune: () => Promise<void>;
}

export interface Schedules {
  /** Null when it never runs. */
  nextPoll(): Date | null;
  stop(): Promise<void>;
}

const EVERY_MINUTE = '* * * * *';

/** When few people work, and not on the hour, when most other jobs run. */
const AT_NIGHT = '17 3 * * *';

export function startSchedules(
  { config, log }: { readonly config: Pick<Settings, 'poll' | 'timeZone'>; readonly log: Log },
  jobs: Jobs,
): Schedules {
  const options = { timezone: config.timeZone, logger: cronLog(log), suppressMissedWarning: true };
  const polls = schedule(config.poll.schedule, jobs.poll, options);
  const tasks: readonly ScheduledTask[] = [
    polls,
    schedule(EVERY_MINUTE, jobs.tick, options),
    schedule(AT_NIGHT, jobs.prune, options),
  ];
  return {
    nextPoll: () => polls.getNextRun(),
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}

function cronLog(log: Log) {
  const say = (level: 'debug' | 'warn' | 'error') => (message: string | Error) =>
    log[level]({ event: 'schedule' }, String(message));
  return { info: say('debug'), debug: say('debug'), warn: say('warn'), error: say('error') };
}
