import {
  epochChangesInWords,
  formatBytes,
  formatInstant,
  measuredInWords,
  nextPollInWords,
  type Reader,
  type Severity,
  sentenceOf,
  thresholdInWords,
  type Verdict,
} from '@roamwatch/core';
import { type ExplainedRule, type Explanation, explainEsim } from '@roamwatch/monitor';
import type { Failure } from '@roamwatch/store';
import type { Command } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { UsageError } from '../failure.js';
import { readerOf } from '../reader.js';
import { printShown, withStandingOfOne } from '../shown.js';
import { standingOf } from '../standing.js';
import type { Column } from '../terminal/column.js';
import { details, tableOf } from '../terminal/table.js';
import { warningIf } from '../terminal/terminal.js';
import { instantCell, relative } from '../terminal/times.js';
import { oneWhich, type WhichOptions, whichEsim } from '../which-esim.js';
import { type StoreAccess, withStore } from '../with-store.js';

export function explainCommand(program: Command): void {
  program
    .command('explain')
    .argument('[which]', "ICCID or its last digits, eSIM ID, label, or alert such as '#3'")
    .option('--iccid <iccid>', 'the eSIM by its ICCID')
    .option('--esim-id <id>', 'the eSIM by its ID')
    .description(
      'Show how each rule evaluates for one eSIM: value, threshold, decision, reason and when it would fire next',
    )
    .addHelpText('after', NOTES)
    .action((argument: string | undefined, local: WhichOptions, command: Command) => {
      const which = oneWhich(argument, local, 'explain <which>');
      return withStore(command, (access) => explain(access, which));
    });
}

async function explain(access: StoreAccess, which: string): Promise<void> {
  const { store, config, now } = access;
  const isRunning = (await store.lease.heldBy(now)) !== null;
  const explanation = await explainEsim(store, config, await whichEsim(access, which), now);
  if (!explanation)
    throw new UsageError(`nothing is known of "${which}". Run \`roamwatch poll\` to read the list`);
  const reader = readerOf(access);
  printShown(
    access,
    withStandingOfOne(
      { value: asJson(explanation, reader), words: () => inWords(explanation, isRunning, reader) },
      await standingOf(access),
      reader,
    ),
  );
}

function inWords(
  { facts, failure, rules, nextPoll }: Explanation,
  isRunning: boolean,
  reader: Reader,
): string {
  const { now, zone } = reader;
  const when = (at: number | null, none: string) =>
    at === null ? none : `${formatInstant(at, zone)} (${relative(at, now)})`;
  const { reading, epoch } = facts;
  const ends = reading?.packageEndsAt ?? (facts.status === 'READY' ? facts.lapsesAt : null);
  const head = details([
    ['Label', facts.label ?? 'none'],
    ['ICCID', facts.iccid ?? 'none yet'],
    ['eSIM ID', facts.esimId],
    [
      'Status',
      facts.leftListAt === null
        ? facts.status
        : `${facts.status}, not in the list since ${when(facts.leftListAt, '')}`,
    ],
    ...(failure === null ? [] : [['Failing', failureText(failure, zone), 'warning'] as const]),
    ['Left', leftText(facts)],
    ['Read', when(reading?.at ?? null, 'never')],
    [
      'Package',
      epoch
        ? `number ${epoch.number} since ${when(epoch.startedAt, '')} (${epochChangesInWords(epoch.changes)})`
        : 'none yet',
    ],
    ['Ends', when(ends, 'unknown')],
    [
      'Next poll',
      `${when(nextPoll.dueAt, 'never')}: ${nextPollInWords(nextPoll.reason)}${isRunning ? '' : NOT_RUNNING}`,
      ...warningIf(!isRunning),
    ],
  ]);
  return `${head}\n\n${tableOf(columns(reader), rules)}`;
}

const NOT_RUNNING = '. Nothing is polled until `roamwatch run` is started';

function leftText({ unlimited, usageCheck, reading }: Explanation['facts']): string {
  if (unlimited) return 'unlimited';
  if (!usageCheck) return 'unknown: the provider does not report usage';
  if (reading?.remainingBytes == null) return 'unknown';
  const { allowanceBytes, remainingBytes } = reading;
  const of = allowanceBytes === null ? ', of an unknown allowance' : ` of ${formatBytes(allowanceBytes)}`;
  if (remainingBytes >= 0) return `${formatBytes(remainingBytes)}${of}`;
  return `0 B${of} (overdrawn by ${formatBytes(-remainingBytes)})`;
}

function columns(reader: Reader): readonly Column<ExplainedRule>[] {
  const next = instantCell<ExplainedRule>((rule) => rule.next?.at ?? null, reader);
  const aboutWhen = (form: (rule: ExplainedRule) => string) => (rule: ExplainedRule) =>
    `${rule.next?.by === 'forecast' ? 'about ' : ''}${form(rule)}`;
  return [
    { title: 'RULE', cell: ({ rule }) => rule },
    {
      title: 'VALUE',
      cell: ({ verdict }) => measuredAndThreshold(verdict, reader).value ?? '',
      wraps: 14,
      drop: 1,
    },
    {
      title: 'THRESHOLD',
      cell: ({ verdict }) => measuredAndThreshold(verdict, reader).threshold ?? '',
      drop: 2,
    },
    {
      title: 'DECISION',
      cell: (rule) => (rule.mutedBy ? `muted by ${rule.mutedBy}` : decisionText(rule)),
      tint: ({ alert, mutedBy }) => (alert?.state === 'open' && !mutedBy ? severityOf(alert.severity) : null),
      wraps: 12,
    },
    { title: 'FIRES NEXT', cell: aboutWhen(next.cell), brief: aboutWhen(next.brief) },
    { title: 'REASON', cell: ({ reason }) => sentenceOf(reason, reader), wraps: 24 },
  ];
}

function severityOf(severity: string): Severity | null {
  return severity === 'critical' || severity === 'warning' ? severity : null;
}

function failureText({ since, times, reason }: Failure, zone: string): string {
  const often = times === 1 ? 'once' : `${times} times`;
  return `since ${formatInstant(since, zone)}, ${often}; last reason: ${reason}`;
}

const WOULD: Readonly<Record<string, string>> = {
  open: 'would open',
  reopen: 'would reopen',
  escalate: 'would escalate',
  resolve: 'would resolve',
  'count-clear': 'clearing (1 of 2 readings)',
};

function decisionText({ decision, alert }: ExplainedRule): string {
  const would = WOULD[decision];
  if (would !== undefined) return would;
  return alert?.state === 'open' ? `alert ${alert.id} is open` : 'no alert';
}

/** In words; null where the rule measures nothing. */
function measuredAndThreshold(verdict: Verdict, reader: Reader) {
  if (verdict.kind !== 'measured') return { value: null, threshold: null };
  const { finding } = verdict;
  return { value: measuredInWords(finding, reader), threshold: thresholdInWords(finding) };
}

function asJson({ facts, failure, rules, nextPoll }: Explanation, reader: Reader) {
  return {
    iccid: facts.iccid,
    esimId: facts.esimId,
    label: facts.label,
    status: facts.status,
    failing: failure && { ...failure, since: isoInstant(failure.since) },
    reading: facts.reading && {
      at: isoInstant(facts.reading.at),
      allowanceBytes: facts.reading.allowanceBytes,
      remainingBytes: facts.reading.remainingBytes,
      packageStartedAt: isoInstant(facts.reading.packageStartedAt),
      packageEndsAt: isoInstant(facts.reading.packageEndsAt),
    },
    epoch: facts.epoch && {
      number: facts.epoch.number,
      since: isoInstant(facts.epoch.startedAt),
      reason: epochChangesInWords(facts.epoch.changes),
    },
    nextPollAt: isoInstant(nextPoll.dueAt),
    nextPollReason: nextPollInWords(nextPoll.reason),
    rules: rules.map(({ next, verdict, reason, ...rule }) => ({
      ...rule,
      ...measuredAndThreshold(verdict, reader),
      reason: sentenceOf(reason, reader),
      finding: verdict.kind === 'measured' ? verdict.finding : null,
      nextAt: isoInstant(next?.at ?? null),
      nextBy: next?.by ?? null,
    })),
  };
}

const NOTES = `
Evaluates the last good reading as if it were new, without a request or a
change. "Fires next" is when the next threshold is reached by the clock, or
about when if data is used at the current rate.

Examples:
  roamwatch explain 8944000000000000001
  roamwatch explain 0001                           the last four digits or more
  roamwatch explain "Anna Kern"
  roamwatch explain '#17'                          the eSIM of alert 17
  roamwatch explain --json 0001 | jq '.rules[] | {rule, decision, reason}'`;
