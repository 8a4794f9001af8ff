import { formatBytes, formatInstant } from '@roamwatch/core';
import type { Command } from 'commander';
import { type Explanation, explainEsim } from '../../jobs/explain.js';
import { UsageError } from '../failure.js';
import { type StoreFrame, withStore } from '../frame.js';
import { isoInstant, printResult } from '../output.js';
import { table } from '../table.js';

export function explainCommand(program: Command): void {
  program
    .command('explain')
    .argument('<iccid>', 'the eSIM')
    .description(
      'Every rule against one eSIM: value, threshold, decision and reason, and when it would fire next',
    )
    .addHelpText('after', '\nJudges the last good reading as if it were new. Asks nobody, changes nothing.')
    .action((iccid: string, _options: unknown, command: Command) =>
      withStore(command, (frame) => explain(frame, iccid)),
    );
}

function explain({ store, config, options, now }: StoreFrame, iccid: string): void {
  const esim = store.fleet.findByIccid(iccid);
  const explanation = esim === null ? null : explainEsim(store, config, esim, now);
  if (!explanation) {
    throw new UsageError(
      `no eSIM with the ICCID ${iccid} is known; \`roamwatch poll\` reads the list of eSIMs`,
    );
  }
  printResult(options, asJson(explanation), () => inWords(explanation, config.timeZone));
}

function inWords({ facts, rules }: Explanation, zone: string): string {
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
      ['Left', left],
      ['Read', when(reading?.at ?? null, 'never')],
      [
        'Package',
        epoch
          ? `number ${epoch.number} since ${when(epoch.startedAt, '')} (${epoch.reason})`
          : 'none seen yet',
      ],
      ['Ends', when(reading?.packageEndsAt ?? (facts.status === 'READY' ? facts.lapsesAt : null), 'unknown')],
      [
        'Calls',
        facts.failingSince === null ? 'succeed' : `have been failing since ${when(facts.failingSince, '')}`,
      ],
    ],
  );
  const judged = table(
    ['RULE', 'VALUE', 'LIMIT', 'DECISION', 'NEXT STEP', 'WHY'],
    rules.map((rule) => [
      rule.rule,
      rule.value ?? '',
      rule.threshold ?? '',
      rule.mutedBy ? `muted by ${rule.mutedBy}` : decisionText(rule.decision, rule.alert),
      when(rule.nextAt, ''),
      rule.reason,
    ]),
  );
  return `${head}\n\n${judged}`;
}

function decisionText(
  decision: string,
  alert: { readonly id: number; readonly state: string } | null,
): string {
  const standing = alert?.state === 'open' ? `alert ${alert.id} is open` : 'no alert';
  return decision === 'leave' ? standing : decision;
}

function asJson({ facts, rules }: Explanation) {
  return {
    iccid: facts.iccid,
    esimId: facts.esimId,
    label: facts.label,
    status: facts.status,
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
      reason: facts.epoch.reason,
    },
    rules: rules.map((rule) => ({ ...rule, nextAt: isoInstant(rule.nextAt) })),
  };
}
