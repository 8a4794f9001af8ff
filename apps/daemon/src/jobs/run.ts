import { MINUTE } from '@roamwatch/core';
import { type ScheduledTask, schedule } from 'node-cron';
import type { Context } from '../context.js';
import { startHttp } from '../http/server.js';
import { deliver } from './deliver/deliver.js';
import { holdInstance } from './instance.js';
import { pollCycle } from './poll/cycle.js';
import { evaluateByClock } from './poll/evaluate.js';
import { logProgress } from './poll/progress.js';
import { emptySummary } from './poll/summary.js';
import { addReminders } from './reminders.js';
import { oneAtATime } from './turns.js';

/** After a restart a poll that is due soon anyway is not made twice. */
const RECENT = 5 * MINUTE;

/**
 * The daemon: polls on schedule, and every minute looks at what the clock alone brings about (expiry, the end of
 * a silence, a retry). Resolves when `signal` is aborted and the work under way has ended cleanly.
 *
 * @throws AlreadyRunningError when another process works on the database.
 */
export async function runDaemon(ctx: Context, signal: AbortSignal): Promise<void> {
  const release = holdInstance(ctx);
  const turns = oneAtATime(ctx.log);
  const poll = () => turns.take('poll', () => pollCycle(ctx, { signal, onProgress: logProgress(ctx.log) }));
  const tick = () => turns.take('tick', () => everyMinute(ctx, signal));

  const http = ctx.config.http ? await startHttp(ctx, ctx.config.http) : null;
  const options = { timezone: ctx.config.timeZone, logger: cronLog(ctx), suppressMissedWarning: true };
  const tasks = [schedule(ctx.config.poll.schedule, poll, options), schedule('* * * * *', tick, options)];
  ctx.log.info(
    { event: 'started', nextPoll: tasks[0]?.getNextRun(), database: ctx.store.file, http: http?.url ?? null },
    'roamwatch is watching',
  );

  const lastGood = ctx.store.cycles.lastGoodAt();
  if (lastGood === null || ctx.now() - lastGood > RECENT) void poll();
  else void tick();

  await aborted(signal);
  ctx.log.info({ event: 'stopping' }, 'stopping: work under way is brought to its end');
  await Promise.all(tasks.map((task: ScheduledTask) => task.destroy()));
  await turns.idle();
  await http?.close();
  release();
  ctx.log.info({ event: 'stopped' }, 'stopped');
}

/** What comes about without a poll. */
export async function everyMinute(ctx: Context, signal?: AbortSignal): Promise<void> {
  evaluateByClock(ctx, emptySummary());
  addReminders(ctx);
  await deliver(ctx, signal ? { signal } : {});
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

function cronLog({ log }: Context) {
  const say = (level: 'debug' | 'warn' | 'error') => (message: string | Error) =>
    log[level]({ event: 'schedule' }, String(message));
  return { info: say('debug'), debug: say('debug'), warn: say('warn'), error: say('error') };
}
