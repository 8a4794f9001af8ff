import { countingRows, openReportSource } from '@roamwatch/monitor';
import {
  isProfileName,
  PROFILE_NAMES,
  type ProfileName,
  REPORT_KINDS,
  ReaderGone,
  type ReportKind,
  type ReportOptions,
  type StateOfFigures,
  stateOfFigures,
  writeReport,
  writeReports,
} from '@roamwatch/report';
import type { Command } from 'commander';
import { say, UsageError } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { printResult } from '../../output.js';
import { rowCounter } from '../../row-counter.js';
import { preferSmallMemory } from '../../small-memory.js';
import { fileOutput } from '../../terminal/file-output.js';
import { type StoreAccess, withStore } from '../../with-store.js';
import { closingCommands } from './closing.js';
import { invoiceCommand } from './invoice.js';
import { notesOnReport } from './notes.js';
import { type PeriodArguments, periodOf } from './period.js';

interface ReportArguments extends PeriodArguments {
  readonly out?: string;
  readonly profile?: string;
}

const DESCRIPTIONS: Readonly<Record<ReportKind, string>> = {
  usage: 'Data usage by eSIM, day and location',
  purchases: 'Packages bought and refunded, from the packages history',
  summary: 'Usage and purchases by cost centre',
  reconciliation: 'Daily usage compared with the drop in remaining data, with the difference explained',
  cost: 'Cost of each package over its days, with data used and unused',
  allocation: 'Former name of cost',
};

export function reportCommand(program: Command, outcome: Outcome): void {
  const report = program
    .command('report')
    .description('Export usage, purchases and summaries as CSV for finance')
    .addHelpText(
      'after',
      '\nExamples:\n  roamwatch report usage --month 2026-01 > usage.csv\n  roamwatch report close --month 2026-01',
    );
  for (const kind of REPORT_KINDS) {
    report
      .command(kind)
      .description(DESCRIPTIONS[kind])
      .option('--month <YYYY-MM>', 'a calendar month')
      .option('--from <YYYY-MM-DD>', 'start date, together with --to')
      .option('--to <YYYY-MM-DD>', 'end date (exclusive)')
      .option('--out <dir>', 'write files and a manifest to this folder instead of standard output')
      .option('--profile <name>', `${PROFILE_NAMES.join(', ')} (default: plain; with --json: jsonl)`)
      .addHelpText('after', examples(kind))
      .action(async (local: ReportArguments, command: Command) => {
        outcome.exitCode = await withStore(command, (access) => write(access, kind, local));
      });
  }
  invoiceCommand(report, outcome);
  closingCommands(report);
}

/** Returns the exit code. */
async function write(access: StoreAccess, kind: ReportKind, local: ReportArguments): Promise<0 | 1> {
  const period = periodOf(local);
  const { timeZone } = access.config;
  const toScripts = access.options.json === true && local.out === undefined;
  const profile = profileOf(local.profile ?? (toScripts ? 'jsonl' : 'plain'));
  if (profile === 'xlsx' && local.out === undefined && process.stdout.isTTY) {
    throw new UsageError('an xlsx file is binary: redirect it to a file, or use --out <dir>');
  }
  preferSmallMemory();
  const snapshot = await openReportSource(access.store);
  const counter = rowCounter(`${kind} ${period.name}`);
  const source = process.stderr.isTTY ? countingRows(snapshot, counter.row) : snapshot;
  try {
    const report = { source, kind, period, profile, timeZone };
    const { state, paths } = await (local.out === undefined
      ? writeOut(report)
      : writeInto(local.out, report));
    counter.end();
    if (paths !== null) printResult(access.options, { paths, manifest: state }, () => paths.join('\n'));
    for (const note of await notesOnReport(access, state)) say(note);
    return 0;
  } catch (error) {
    counter.end();
    // A reader that stops early, as `head` does, is nobody's failure.
    if (error instanceof ReaderGone) return 0;
    if (error instanceof RangeError || isDiskError(error)) {
      const where = local.out === undefined ? '' : '; --out requires a writable folder';
      say(`the report was not written: ${error.message}${where}`);
      return 1;
    }
    throw error;
  } finally {
    counter.end();
    await snapshot.close();
  }
}

interface Written {
  readonly state: StateOfFigures;
  /** Null: to standard output. */
  readonly paths: readonly string[] | null;
}

async function writeOut(report: ReportOptions): Promise<Written> {
  const written = await writeReport(report, fileOutput());
  return { state: await stateOfFigures(report, [written]), paths: null };
}

async function writeInto(directory: string, report: ReportOptions): Promise<Written> {
  const { manifest, paths } = await writeReports({ ...report, kinds: [report.kind], directory });
  return { state: manifest, paths };
}

function profileOf(name: string): ProfileName {
  if (isProfileName(name)) return name;
  throw new UsageError(`--profile must be one of ${PROFILE_NAMES.join(', ')}, not "${name}"`);
}

function isDiskError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && 'syscall' in error;
}

function examples(kind: ReportKind): string {
  return `
Examples:
  roamwatch report ${kind} --month 2026-01 > ${kind}.csv
  roamwatch report ${kind} --month 2026-01 --out . --profile excel
  roamwatch report ${kind} --from 2026-01-01 --to 2026-04-01 --out .`;
}
