import { DAY, formatDuration, formatInstant, type Seconds } from '@roamwatch/core';
import type { FailingEsim, RejectedKind, RejectedRow } from '@roamwatch/store';
import { type Command, Option } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { countArgument, durationArgument } from '../arguments.js';
import { printResult } from '../output.js';
import { table } from '../terminal/table.js';
import { type StoreAccess, withStore } from '../with-store.js';

const SINCE: Seconds = 30 * DAY;
const LIMIT = 50;

interface Local {
  readonly since: Seconds;
  readonly limit: number;
  readonly each?: true;
}

export function rejectedCommand(program: Command): void {
  program
    .command('rejected')
    .alias('set-aside')
    .description('List rejected provider data and failing eSIMs')
    .option('--each', 'one line per rejected item, instead of one per reason')
    .addOption(
      new Option('--since <duration>', 'only items seen within this period')
        .argParser(durationArgument)
        .default(SINCE, '30d'),
    )
    .option(
      '--limit <count>',
      'maximum number of lines per list',
      (text) => countArgument('--limit', text),
      LIMIT,
    )
    .addHelpText('after', EXAMPLES)
    .action((local: Local, command: Command) => withStore(command, (access) => show(access, local)));
}

async function show(
  { store, config, options, now }: StoreAccess,
  { since, limit, each }: Local,
): Promise<void> {
  const from = now - since;
  const zone = config.timeZone;
  const rejected = each
    ? (await store.rejected.list(limit)).filter(({ lastAt }) => lastAt >= from)
    : (await store.rejected.kinds(from)).slice(0, limit);
  const failing = await store.fleet.failing(limit);
  printResult(options, { rejected: rejected.map(asJson), failing: failing.map(failingAsJson) }, () =>
    [
      rejected.length === 0
        ? `No data was rejected in the last ${formatDuration(since)}.`
        : rejectedTable(rejected, zone),
      '',
      failing.length === 0 ? 'No eSIM is failing.' : failingTable(failing, zone),
    ].join('\n'),
  );
}

function rejectedTable(rows: readonly (RejectedKind | RejectedRow)[], zone: string): string {
  return table(
    ['WHAT', 'ESIM', 'TIMES', 'SINCE', 'LAST', 'REASON', 'EXAMPLE'],
    rows.map((row) => [
      row.what,
      aboutWhom(row),
      String(row.times),
      formatInstant(row.firstAt, zone),
      formatInstant(row.lastAt, zone),
      row.reason,
      row.sample,
    ]),
  );
}

function aboutWhom(row: RejectedKind | RejectedRow): string {
  if ('iccid' in row) return row.iccid ?? 'unknown';
  if (row.esims === 0) return 'unknown';
  return row.esims === 1 ? '1 eSIM' : `${row.esims} eSIMs`;
}

function failingTable(failing: readonly FailingEsim[], zone: string): string {
  return table(
    ['FAILING ESIM', 'TIMES', 'SINCE', 'LAST REASON'],
    failing.map(({ iccid, esimId, times, since, reason }) => [
      iccid ?? esimId,
      String(times),
      formatInstant(since, zone),
      reason,
    ]),
  );
}

function asJson(row: RejectedKind | RejectedRow) {
  return { ...row, firstAt: isoInstant(row.firstAt), lastAt: isoInstant(row.lastAt) };
}

function failingAsJson(esim: FailingEsim) {
  return { ...esim, since: isoInstant(esim.since) };
}

const EXAMPLES = `
Rejected data is never read as zero and never delays anything else. Examples are excerpts without secrets.

Examples:
  roamwatch rejected                        by reason, with an example
  roamwatch rejected --each --since 1d      every item, with its eSIM
  roamwatch rejected --json`;
