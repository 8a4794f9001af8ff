import { DAY, formatDuration, type Reader, type Seconds } from '@roamwatch/core';
import type { FailingEsim, RejectedKind, RejectedRow } from '@roamwatch/store';
import { type Command, Option } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { countArgument, durationArgument } from '../arguments.js';
import { readerOf } from '../reader.js';
import { emptyText, printShown, withStandingOfOne } from '../shown.js';
import { standingOf } from '../standing.js';
import type { Column } from '../terminal/column.js';
import { tableOf } from '../terminal/table.js';
import { instantCell } from '../terminal/times.js';
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
    .option('--limit <n>', 'show at most <n> lines per list', (text) => countArgument('--limit', text), LIMIT)
    .addHelpText('after', EXAMPLES)
    .action((local: Local, command: Command) => withStore(command, (access) => show(access, local)));
}

async function show(access: StoreAccess, { since, limit, each }: Local): Promise<void> {
  const { store, now } = access;
  const from = now - since;
  const found = each
    ? (await store.rejected.list(limit + 1)).filter(({ lastAt }) => lastAt >= from)
    : await store.rejected.kinds(from);
  const rejected = found.slice(0, limit);
  const failing = await store.fleet.failing(limit + 1);
  const reader = readerOf(access);
  const standing = await standingOf(access);
  const none = emptyText(
    standing,
    `No data was rejected in the last ${formatDuration(since)}.`,
    'No rejected data is known.',
  );
  const noneFailing = emptyText(standing, 'No eSIM is failing.', 'No failing eSIM is known.');
  const words = () =>
    [
      rejected.length === 0 ? none : tableOf(rejectedColumns(reader), rejected),
      ...moreText(found.length, limit),
      '',
      failing.length === 0 ? noneFailing : tableOf(failingColumns(reader), failing.slice(0, limit)),
      ...moreText(failing.length, limit),
    ].join('\n');
  const value = { rejected: rejected.map(asJson), failing: failing.slice(0, limit).map(failingAsJson) };
  printShown(access, withStandingOfOne({ value, words }, standing, reader));
}

function moreText(found: number, limit: number): readonly string[] {
  return found > limit ? [`There are more than ${limit}: use --limit`] : [];
}

function rejectedColumns(reader: Reader): readonly Column<RejectedKind | RejectedRow>[] {
  return [
    { title: 'WHAT', cell: ({ what }) => what },
    { title: 'ESIM', cell: aboutWhom },
    { title: 'TIMES', cell: ({ times }) => String(times), align: 'right' },
    { title: 'SINCE', ...instantCell(({ firstAt }) => firstAt, reader), drop: 1 },
    { title: 'LAST', ...instantCell(({ lastAt }) => lastAt, reader) },
    { title: 'REASON', cell: ({ reason }) => reason, wraps: 16 },
    { title: 'EXAMPLE', cell: ({ sample }) => sample, wraps: 16, breaks: true, drop: 2 },
  ];
}

function aboutWhom(row: RejectedKind | RejectedRow): string {
  if ('iccid' in row) return row.iccid ?? 'unknown';
  if (row.esims === 0) return 'unknown';
  return row.esims === 1 ? '1 eSIM' : `${row.esims} eSIMs`;
}

function failingColumns(reader: Reader): readonly Column<FailingEsim>[] {
  return [
    { title: 'FAILING ESIM', cell: ({ iccid, esimId }) => iccid ?? esimId },
    { title: 'TIMES', cell: ({ times }) => String(times), align: 'right' },
    { title: 'SINCE', ...instantCell(({ since }) => since, reader) },
    { title: 'LAST REASON', cell: ({ reason }) => reason, wraps: 24 },
  ];
}

function asJson(row: RejectedKind | RejectedRow) {
  return { ...row, firstAt: isoInstant(row.firstAt), lastAt: isoInstant(row.lastAt) };
}

function failingAsJson(esim: FailingEsim) {
  return { ...esim, since: isoInstant(esim.since) };
}

const EXAMPLES = `
Rejected data is never read as zero and never delays anything else. Examples are
excerpts without secrets.

Examples:
  roamwatch rejected                        by reason, with an example
  roamwatch rejected --each --since 1d      every item, with its eSIM
  roamwatch rejected --json`;
