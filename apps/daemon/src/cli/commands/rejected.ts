import { DAY, formatDuration, formatInstant, type Seconds } from '@roamwatch/core';
import type { FailingEsim, RejectedKind, RejectedRow } from '@roamwatch/store';
import { type Command, Option } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { countArgument, durationArgument } from '../arguments.js';
import { type StoreFrame, withStore } from '../frame.js';
import { printResult } from '../output.js';
import { table } from '../table.js';

const SINCE: Seconds = 30 * DAY;
const LIMIT = 50;

interface Local {
  readonly since: Seconds;
  readonly limit: number;
  readonly each?: true;
}

export function rejectedCommand(program: Command): void {
  program
    .command('set-aside')
    .description('What came from the provider and could not be used, and the eSIMs whose calls fail')
    .option('--each', 'one line for everything set aside, instead of one for each reason')
    .addOption(
      new Option('--since <duration>', 'how far back, by when it last came')
        .argParser(durationArgument)
        .default(SINCE, '30d'),
    )
    .option('--limit <count>', 'lines at most in each list', (text) => countArgument('--limit', text), LIMIT)
    .addHelpText('after', EXAMPLES)
    .action((local: Local, command: Command) => withStore(command, (frame) => show(frame, local)));
}

function show({ store, config, options, now }: StoreFrame, { since, limit, each }: Local): void {
  const from = now - since;
  const zone = config.timeZone;
  const setAside = each
    ? store.rejected.list(limit).filter(({ lastAt }) => lastAt >= from)
    : store.rejected.kinds(from).slice(0, limit);
  const failing = store.fleet.failing(limit);
  printResult(options, { setAside: setAside.map(asJson), failing: failing.map(failingAsJson) }, () =>
    [
      setAside.length === 0
        ? `Nothing was set aside in the last ${formatDuration(since)}.`
        : setAsideTable(setAside, zone),
      '',
      failing.length === 0 ? 'No eSIM fails.' : failingTable(failing, zone),
    ].join('\n'),
  );
}

function setAsideTable(rows: readonly (RejectedKind | RejectedRow)[], zone: string): string {
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
Nothing here was taken for zero, and none of it held up anything else. An example is an excerpt without secrets.

Examples:
  roamwatch set-aside                       by reason, with an example each
  roamwatch set-aside --each --since 1d     one by one, with the eSIM
  roamwatch set-aside --json`;
