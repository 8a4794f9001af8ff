import { findingIn } from '@roamwatch/core';
import {
  type CycleResult,
  type CycleSummary,
  type DryRun,
  dryRun,
  holdInstance,
  logProgress,
  pollCycle,
} from '@roamwatch/monitor';
import type { Command } from 'commander';
import type { Context } from '../../context.js';
import { isoInstant } from '../../iso-instant.js';
import { withDatabaseCopy } from '../../with-database-copy.js';
import { alertSubject } from '../alert-subject.js';
import { say } from '../failure.js';
import { configFor, type GlobalOptions, globalOptions, logFor } from '../global-options.js';
import type { Outcome } from '../outcome.js';
import { printResult } from '../output.js';
import { progressBar } from '../progress-bar.js';
import { eventReason } from '../reasons.js';
import { abortOnSignals } from '../signals.js';
import { table } from '../terminal/table.js';
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
Exits 1 when an eSIM or the list could not be read, or a notification could not be delivered.

Examples:
  roamwatch poll
  roamwatch poll --json | jq .notificationsSent
  roamwatch poll --dry-run               what would fire and why; nothing is stored or sent`;

async function poll(ctx: Context, options: GlobalOptions): Promise<number> {
  const release = await holdInstance(ctx);
  try {
    const result = await withProgress(ctx, options, (onProgress) =>
      pollCycle(ctx, { signal: abortOnSignals(), onProgress }),
    );
    printResult(options, result.summary, () => inWords(result.summary));
    if (result.summary.failed > 0) say(failedText(result.summary.failed));
    return remarksAndCode(result);
  } finally {
    await release();
  }
}

async function rehearse(copy: Context, options: GlobalOptions): Promise<number> {
  const rehearsal = await withProgress(copy, options, (onProgress) =>
    dryRun(copy, { signal: abortOnSignals(), onProgress }),
  );
  const zone = copy.config.timeZone;
  printResult(options, asJson(rehearsal, zone), () => rehearsalInWords(rehearsal, zone));
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
  const bar = showsBar(options) ? progressBar() : null;
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

function inWords(summary: CycleSummary): string {
  return [
    `eSIMs      ${summary.listed} listed, ${summary.polled} polled, ${summary.skipped} skipped, ${summary.failed} failed`,
    `Usage      ${summary.dailyRowsNew} daily rows new, ${summary.dailyRowsChanged} changed, ${summary.readingsRejected} rejected`,
    `Alerts     ${summary.alertsOpened} opened, ${summary.alertsEscalated} escalated, ${summary.alertsResolved} resolved`,
    `Messages   ${summary.notificationsSent} sent, ${summary.notificationsPending} pending`,
    `Took       ${(summary.durationMs / 1000).toFixed(1)} s`,
  ].join('\n');
}

function rehearsalInWords({ summary, changes }: DryRun, zone: string): string {
  const fired = changes.filter(({ change }) => change !== 'closed');
  const list = table(
    ['CHANGE', 'SEVERITY', 'ESIM', 'RULE', 'REASON'],
    fired.map((event) => [
      event.change,
      event.severity,
      alertSubject(event),
      event.rule,
      eventReason(event, zone),
    ]),
  );
  return [
    fired.length === 0 ? 'Nothing would fire.' : list,
    '',
    `Dry run: ${summary.polled} eSIMs polled. Nothing was stored or sent.`,
  ].join('\n');
}

function asJson({ summary, changes }: DryRun, zone: string) {
  return {
    dryRun: true,
    summary,
    changes: changes.map((event) => ({
      ...event,
      at: isoInstant(event.at),
      reason: eventReason(event, zone),
      finding: findingIn(event.reason),
    })),
  };
}
