import {
  epochChangesInWords,
  formatBytes,
  formatInstant,
  measuredInWords,
  nextPollInWords,
  type Reader,
  sentenceOf,
  thresholdInWords,
  type Verdict,
} from '@roamwatch/core';
import { type ExplainedRule, type Explanation, explainEsim } from '@roamwatch/monitor';
import type { Failure } from '@roamwatch/store';
import type { Command } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { oneIccid } from '../arguments.js';
import { UsageError } from '../failure.js';
import { printResult } from '../output.js';
import { table } from '../terminal/table.js';
import { type StoreAccess, withStore } from '../with-store.js';

export function explainCommand(program: Command): void {
  program
    .command('explain')
    .argument('[iccid]', 'the eSIM')
    .option('--iccid <iccid>', 'same as the <iccid> argument')
    .description(
      'Show how each rule evaluates for one eSIM: value, threshold, decision, reason and when it would fire next',
    )
    .addHelpText('after', NOTES)
    .action((argument: string | undefined, local: { iccid?: string }, command: Command) => {
      const iccid = oneIccid(argument, local.iccid, 'explain <iccid>');
      return withStore(command, (access) => explain(access, iccid));
    });
}

async function explain({ store, config, options, now }: StoreAccess, iccid: string): Promise<void> {
  const esim = await store.fleet.findByIccid(iccid);
  const explanation = esim === null ? null : await explainEsim(store, config, esim, now);
  if (!explanation) {
    throw new UsageError(`no eSIM with the ICCID ${iccid} is known. Run \`roamwatch poll\` to read the list`);
  }
  const reader = { now, zone: config.timeZone };
  printResult(options, asJson(explanation, reader), () => inWords(explanation, reader));
}

function inWords({ facts, failure, rules, nextPoll }: Explanation, reader: Reader): string {
  const { zone } = reader;
  const when = (at: number | null, none: string) => (at === null ? none : formatInstant(at, zone));
  const { reading, epoch } = facts;
  const left =
    reading?.remainingBytes == null || reading.allowanceBytes == null
      ? 'unknown'
      : `${formatBytes(reading.remainingBytes)} of ${formatBytes(reading.allowanceBytes)}`;
  const head = table(
    [facts.label ?? facts.iccid ?? facts.esimId, ''],
    [
      ['ICCID', facts.iccid ?? 'none yet'],
      [
        'Status',
        facts.leftListAt === null
          ? facts.status
          : `${facts.status}, not in the list since ${when(facts.leftListAt, '')}`,
      ],
      ...(failure === null ? [] : [['Failing', failureText(failure, zone)]]),
      ['Left', left],
      ['Read', when(reading?.at ?? null, 'never')],
      [
        'Package',
        epoch
          ? `number ${epoch.number} since ${when(epoch.startedAt, '')} (${epochChangesInWords(epoch.changes)})`
          : 'none yet',
      ],
      ['Ends', when(reading?.packageEndsAt ?? (facts.status === 'READY' ? facts.lapsesAt : null), 'unknown')],
      ['Next poll', `${when(nextPoll.dueAt, 'never')}: ${nextPollInWords(nextPoll.reason)}`],
    ],
  );
  const evaluated = table(
    ['RULE', 'VALUE', 'THRESHOLD', 'DECISION', 'WOULD FIRE NEXT', 'REASON'],
    rules.map((rule) => [
      rule.rule,
      measuredAndThreshold(rule.verdict, reader).value ?? '',
      measuredAndThreshold(rule.verdict, reader).threshold ?? '',
      rule.mutedBy ? `muted by ${rule.mutedBy}` : decisionText(rule),
      rule.next === null ? '' : `${rule.next.by === 'forecast' ? 'about ' : ''}${when(rule.next.at, '')}`,
      sentenceOf(rule.reason, reader),
    ]),
  );
  return `${head}\n\n${evaluated}`;
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
Evaluates the last good reading as if it were new, without a request or a change. "Would fire next" is when the
next threshold is reached by the clock, or about when if data is used at the current rate.

Examples:
  roamwatch explain 8944000000000000001
  roamwatch explain --json 8944000000000000001 | jq '.rules[] | {rule, decision, reason, nextAt}'`;
