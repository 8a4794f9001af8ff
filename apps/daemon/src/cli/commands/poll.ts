import { counted, type NotMonitored, notMonitoredReason, reasonsIn } from '@roamwatch/core';
import {
  type AlreadyRunningError,
  askForPoll,
  type CycleResult,
  type CycleSummary,
  dryRun,
  logProgress,
  pollCycle,
} from '@roamwatch/monitor';
import type { Command } from 'commander';
import type { Context } from '../../context.js';
import { withDatabaseCopy } from '../../with-database-copy.js';
import { CommandFailure, say } from '../failure.js';
import { configFor, type GlobalOptions, globalOptions, logFor } from '../global-options.js';
import { holdUnlessHeld } from '../hold-unless-held.js';
import type { Outcome } from '../outcome.js';
import { printResult } from '../output.js';
import { abortOnSignals } from '../signals.js';
import { withContext } from '../with-context.js';

export function pollCommand(program: Command, outcome: Outcome): void {
  program
    .command('poll')
    .description('Run one poll cycle now: list, usage details, store, evaluate, deliver')
    .option('--dry-run', 'show what would fire and why; the API is queried, but nothing is stored or sent')
    .addHelpText('after', NOTES)
    .action(async (local: { dryRun?: true }, command: Command) => {
      const options = globalOptions(command);
      // The bar counts failures; a line for each would break it. `roamwatch rejected` lists them.
      const log = logFor(options, showsBar(options) ? 'error' : 'warn');
      outcome.exitCode = local.dryRun
        ? await withDatabaseCopy(configFor(options), { log }, (copy) => rehearse(copy, options))
        : await withContext(options, log, (ctx) => poll(ctx, options));
    });
}

const NOTES = `
Exits 1 when an eSIM or the list could not be read, something is wrong with the
whole fleet, or a notification could not be delivered. While the daemon is
running, it polls: the result is that of its next cycle, or of the one under
way. --dry-run always polls by itself.

With --json all values are integers. listFailed is 1 when the list of eSIMs
could not be read to its end: listed and the other counts are too low then.

Examples:
  roamwatch poll
  roamwatch poll --json | jq .notificationsSent
  roamwatch poll --dry-run`;

async function poll(ctx: Context, options: GlobalOptions): Promise<number> {
  const held = await holdUnlessHeld(ctx);
  if (held.release === null) return printCycle(options, await throughDaemon(ctx, held.error));
  try {
    const result = await withProgress(ctx, options, (onProgress) =>
      pollCycle(ctx, { signal: abortOnSignals(), onProgress }),
    );
    return printCycle(options, result);
  } finally {
    await held.release();
  }
}

/**
 * The daemon's next cycle, or the one it is in.
 *
 * @throws AlreadyRunningError when the process that uses the database is no daemon.
 */
async function throughDaemon(ctx: Context, error: AlreadyRunningError): Promise<CycleResult> {
  const outcome = await askForPoll(ctx, abortOnSignals(), () =>
    say('the daemon is running: waiting for its poll to end'),
  );
  switch (outcome.kind) {
    case 'ended':
      return outcome.result;
    case 'unnoticed':
      throw error;
    case 'interrupted':
      throw new CommandFailure('stopped waiting; a poll that the daemon has begun continues');
    case 'failed':
      throw new CommandFailure(outcome.error);
  }
}

function printCycle(options: GlobalOptions, result: CycleResult): number {
  printResult(options, result.summary, () => inWords(result));
  if (result.summary.failed > 0) say(failedText(result.summary.failed));
  return remarksAndCode(result);
}

async function rehearse(copy: Context, options: GlobalOptions): Promise<number> {
  const rehearsal = await withProgress(copy, options, (onProgress) =>
    dryRun(copy, { signal: abortOnSignals(), onProgress }),
  );
  const { rehearsalAsJson, rehearsalInWords } = await import('./rehearsal.js');
  const zone = copy.config.timeZone;
  printResult(options, rehearsalAsJson(rehearsal, zone), () =>
    rehearsalInWords(rehearsal, { now: copy.now(), zone }),
  );
  return remarksAndCode(rehearsal);
}

/** On a terminal, unless a program reads the result. */
function showsBar({ json }: GlobalOptions): boolean {
  return process.stderr.isTTY === true && json !== true;
}

async function withProgress<T>(
  ctx: Context,
  options: GlobalOptions,
  work: (onProgress: ReturnType<typeof logProgress>) => Promise<T>,
): Promise<T> {
  const bar = showsBar(options) ? (await import('../progress-bar.js')).progressBar() : null;
  try {
    return await work(bar ? bar.update : logProgress(ctx.log));
  } finally {
    bar?.stop();
  }
}

function remarksAndCode({ summary, problems, warnings }: CycleResult): number {
  for (const remark of [...warnings, ...problems]) say(remark);
  return summary.failed > 0 || problems.length > 0 ? 1 : 0;
}

function failedText(esims: number): string {
  return `${esims === 1 ? 'an eSIM' : `${esims} eSIMs`} failed. See: roamwatch rejected`;
}

function inWords({ summary, notMonitored, problems }: CycleResult): string {
  const notRead = notReadText(summary, notMonitored);
  return [
    `Result     ${completenessText(summary, problems)}`,
    `eSIMs      ${summary.listed} listed, ${summary.polled} polled, ${summary.skipped} skipped, ${summary.failed} failed`,
    ...(notRead === null ? [] : [`Not read   ${notRead}`]),
    `Usage      ${counted(summary.dailyRowsNew, 'daily row')} new, ${summary.dailyRowsChanged} changed, ${summary.readingsRejected} rejected`,
    `Alerts     ${summary.alertsOpened} opened, ${summary.alertsEscalated} escalated, ${summary.alertsResolved} resolved`,
    `Messages   ${summary.notificationsSent} sent, ${summary.notificationsPending} pending`,
    `Took       ${(summary.durationMs / 1000).toFixed(1)} s`,
  ].join('\n');
}

/** Null when every eSIM that can use data was. */
function notReadText({ listFailed }: CycleSummary, notMonitored: NotMonitored): string | null {
  if (listFailed > 0) return 'every eSIM, because the list could not be read';
  const reasons = reasonsIn(notMonitored).map(([reason, count]) => `${count} ${notMonitoredReason(reason)}`);
  return reasons.length === 0 ? null : reasons.join(', ');
}

/** Counts of zero are good only where every eSIM was polled. */
function completenessText({ failed }: CycleSummary, problems: readonly string[]): string {
  if (problems.length > 0) return 'incomplete: alerts may be missing (see the messages)';
  return failed > 0 ? 'incomplete: eSIMs failed' : 'complete';
}
