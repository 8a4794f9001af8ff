import {
  isProfileName,
  type Period,
  PROFILE_NAMES,
  type ProfileName,
  parseMonth,
  parseRange,
  ReaderGone,
  type ReportKind,
  writeReport,
  writeReports,
} from '@roamwatch/report';
import { createReportSource } from '@roamwatch/store';
import type { Command } from 'commander';
import { parsed } from '../arguments.js';
import { UsageError } from '../failure.js';
import { type StoreFrame, withStore } from '../frame.js';

interface ReportArguments {
  readonly month?: string;
  readonly from?: string;
  readonly to?: string;
  readonly out?: string;
  readonly profile: string;
}

const KINDS: readonly { readonly kind: ReportKind; readonly description: string }[] = [
  { kind: 'usage', description: 'Data used: a row per eSIM, day and place' },
  { kind: 'purchases', description: 'Packages bought and refunded, from the packages history' },
  { kind: 'summary', description: 'Both, added up by cost centre' },
  {
    kind: 'reconciliation',
    description: 'Daily rows beside allowance minus remaining, with the difference explained',
  },
  { kind: 'allocation', description: 'What packages cost, spread over the days they were used' },
];

export function reportCommand(program: Command): void {
  const report = program.command('report').description('Usage, purchases and summary as CSV for finance');
  for (const { kind, description } of KINDS) {
    report
      .command(kind)
      .description(description)
      .option('--month <YYYY-MM>', 'a calendar month')
      .option('--from <YYYY-MM-DD>', 'first day, together with --to')
      .option('--to <YYYY-MM-DD>', 'the first day no longer in it')
      .option('--out <dir>', 'write files and a manifest there instead of standard output')
      .option('--profile <name>', PROFILE_NAMES.join(', '), 'plain')
      .addHelpText(
        'after',
        `\nExamples:\n  roamwatch report ${kind} --month 2026-01 > ${kind}.csv\n  roamwatch report ${kind} --from 2026-01-01 --to 2026-04-01 --out ./reports --profile excel`,
      )
      .action((local: ReportArguments, command: Command) =>
        withStore(command, (frame) => write(frame, kind, local)),
      );
  }
}

async function write({ store, config }: StoreFrame, kind: ReportKind, local: ReportArguments): Promise<void> {
  const period = periodOf(local);
  const profile = profileOf(local.profile);
  const source = createReportSource(store);
  if (local.out === undefined) {
    await toStandardOutput(() => writeReport({ source, kind, period, profile }, process.stdout));
    return;
  }
  const directory = local.out;
  const { paths } = await writeReports({
    source,
    kinds: [kind],
    period,
    profile,
    directory,
    timeZone: config.timeZone,
  });
  process.stdout.write(`${paths.join('\n')}\n`);
}

function periodOf({ month, from, to }: ReportArguments): Period {
  if (month !== undefined && from === undefined && to === undefined) return parsed(() => parseMonth(month));
  if (month === undefined && from !== undefined && to !== undefined)
    return parsed(() => parseRange(from, to));
  throw new UsageError('say either --month YYYY-MM, or --from and --to as YYYY-MM-DD');
}

function profileOf(name: string): ProfileName {
  if (isProfileName(name)) return name;
  throw new UsageError(`--profile takes one of ${PROFILE_NAMES.join(', ')}, not "${name}"`);
}

/** A reader that stops early, as `head` does, is nobody's failure. */
async function toStandardOutput(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  }
}
