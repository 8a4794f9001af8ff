import type { Command } from 'commander';
import type { Context } from '../../context.js';
import { holdInstance } from '../../jobs/instance.js';
import { type CycleResult, pollCycle } from '../../jobs/poll/cycle.js';
import { logProgress } from '../../jobs/poll/progress.js';
import type { CycleSummary } from '../../jobs/poll/summary.js';
import { say } from '../failure.js';
import { type GlobalOptions, globalOptions, logFor, withContext } from '../frame.js';
import type { Outcome } from '../main.js';
import { printResult } from '../output.js';
import { progressBar } from '../progress-bar.js';
import { abortOnSignals } from '../signals.js';

export function pollCommand(program: Command, outcome: Outcome): void {
  program
    .command('poll')
    .description('One whole cycle: list, usage details, store, evaluate, deliver what is due')
    .addHelpText('after', '\nExits 1 when an eSIM or the list could not be read, or a message was given up.')
    .action(async (_options: unknown, command: Command) => {
      const options = globalOptions(command);
      outcome.exitCode = await withContext(options, logFor(options, 'warn'), (ctx) => poll(ctx, options));
    });
}

async function poll(ctx: Context, options: GlobalOptions): Promise<number> {
  const release = holdInstance(ctx);
  const bar = process.stderr.isTTY && !options.json ? progressBar() : null;
  try {
    const result = await pollCycle(ctx, {
      signal: abortOnSignals(),
      onProgress: bar ? bar.update : logProgress(ctx.log),
    });
    bar?.stop();
    printResult(options, result.summary, () => inWords(result.summary));
    for (const problem of result.problems) say(problem);
    return failed(result) ? 1 : 0;
  } finally {
    bar?.stop();
    release();
  }
}

function failed({ summary, problems }: CycleResult): boolean {
  return summary.failed > 0 || problems.length > 0;
}

function inWords(summary: CycleSummary): string {
  return [
    `eSIMs      ${summary.listed} listed, ${summary.polled} polled, ${summary.skipped} skipped, ${summary.failed} failed`,
    `Usage      ${summary.dailyRowsNew} daily rows new, ${summary.dailyRowsChanged} changed, ${summary.readingsRejected} set aside`,
    `Alerts     ${summary.alertsOpened} opened, ${summary.alertsEscalated} escalated, ${summary.alertsResolved} resolved`,
    `Messages   ${summary.notificationsSent} sent, ${summary.notificationsPending} pending`,
    `Took       ${(summary.durationMs / 1000).toFixed(1)} s`,
  ].join('\n');
}
