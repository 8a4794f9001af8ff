import {
  counted,
  formatBytes,
  formatPercent,
  matches,
  type Reader,
  type Severity,
  type SubjectMatch,
} from '@roamwatch/core';
import type { AlertRow, EsimLine, EsimQuery } from '@roamwatch/store';
import type { Command } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { choiceArgument, countArgument } from '../arguments.js';
import { readerOf } from '../reader.js';
import { type Shown, withStanding } from '../shown.js';
import { isCurrent, type Standing, standingOf } from '../standing.js';
import { noneWithStatus } from '../status-hint.js';
import type { Column } from '../terminal/column.js';
import { paragraph, tableOf } from '../terminal/table.js';
import { instantCell } from '../terminal/times.js';
import { show } from '../watch.js';
import { type StoreAccess, withStore } from '../with-store.js';

interface FleetOptions {
  readonly status?: string;
  readonly severity?: string;
  readonly costCentre?: string;
  readonly label?: string;
  readonly sort: string;
  readonly limit?: string;
  readonly watch?: true;
}

export function fleetCommand(program: Command): void {
  program
    .command('fleet')
    .description('List the eSIMs in the database, without a request to the provider')
    .option('--status <status>', 'only eSIMs with this status; several joined by commas')
    .option('--severity <severity>', 'only eSIMs whose worst alert is critical or warning; any, or none')
    .option('--cost-centre <pattern>', 'only this cost centre; * and ? are wildcards')
    .option('--label <pattern>', 'only eSIMs with this label; * and ? are wildcards')
    .option('--sort <order>', `${Object.keys(SORTS).join(', ')}`, 'alert')
    .option('--limit <n>', 'show at most <n> eSIMs (default: all)')
    .option('--watch', 'keep the list up to date until Ctrl-C')
    .addHelpText('after', EXAMPLES)
    .action((local: FleetOptions, command: Command) => {
      const wanted = wantedBy(local);
      return withStore(command, (access) => show(access, local.watch === true, (at) => look(at, wanted)));
    });
}

/** By what people call the columns. */
const SORTS: Readonly<Record<string, EsimQuery['sort']>> = {
  alert: 'worst',
  left: 'left',
  percent: 'left',
  expiry: 'expires',
  reading: 'read',
  label: 'label',
};

const SEVERITIES = ['critical', 'warning', 'any', 'none'] as const;

interface Wanted {
  readonly statuses: readonly string[];
  readonly alert: EsimQuery['alert'];
  readonly match: SubjectMatch;
  readonly sort: EsimQuery['sort'];
  readonly limit: number;
}

function wantedBy({ status, severity, costCentre, label, sort, limit }: FleetOptions): Wanted {
  return {
    statuses: (status ?? '')
      .toUpperCase()
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    alert: severity === undefined ? null : choiceArgument('--severity', severity, SEVERITIES),
    match: {
      ...(costCentre !== undefined && { cost_centre: costCentre }),
      ...(label !== undefined && { label }),
    },
    sort: SORTS[choiceArgument('--sort', sort, Object.keys(SORTS))] ?? 'worst',
    limit: limit === undefined ? Number.POSITIVE_INFINITY : countArgument('--limit', limit),
  };
}

/** One eSIM with its worst alert. */
interface Line extends Omit<EsimLine, 'days'> {
  readonly worst: AlertRow | null;
}

interface Fleet {
  /** Those to show, and how many match. */
  readonly lines: readonly Line[];
  readonly matching: number;
  readonly known: number;
  /** Requested statuses that no eSIM has, a line each. */
  readonly hints: readonly string[];
  readonly standing: Standing;
}

async function look(access: StoreAccess, wanted: Wanted): Promise<Shown> {
  const fleet = await read(access, wanted);
  const reader = readerOf(access);
  return withStanding(
    { value: fleet.lines.map(asJson), words: () => inWords(fleet, reader), remarks: fleet.hints },
    fleet.standing,
    reader,
  );
}

/** Orders without an index are sorted again for each page. */
const PAGE = 10_000;

async function read(access: StoreAccess, wanted: Wanted): Promise<Fleet> {
  const { store, config, now } = access;
  const { statuses, match, limit } = wanted;
  const worst = worstByEsim(await store.alerts.open());
  const lines: Line[] = [];
  const byStatus = await store.fleet.countByStatus();
  const known = sum(byStatus);
  const isFiltered = statuses.length > 0 || wanted.alert !== null || Object.keys(match).length > 0;
  const enough = isFiltered ? Number.POSITIVE_INFINITY : limit;
  let matching = 0;
  let after: string | null = null;
  do {
    const page = await store.pages.esims({
      ...{ now, polled: config.poll.statuses, search: '', costCentre: null, notMonitored: null },
      seesAddresses: true,
      ...{ status: statuses.length === 1 ? (statuses[0] ?? null) : null, alert: wanted.alert },
      ...{ sort: wanted.sort, after, limit: Math.min(PAGE, enough) },
    });
    for (const { days: _, ...esim } of page.rows) {
      if (!isWanted(esim, wanted)) continue;
      matching += 1;
      if (lines.length < limit) lines.push({ ...esim, worst: worst.get(esim.esimId) ?? null });
    }
    after = page.next;
    // All match where nothing is filtered: those beyond the limit need not be read to be counted.
  } while (after !== null && matching < enough);
  return {
    ...{ lines, known, matching: isFiltered ? matching : known },
    hints: hintsOn(statuses, [...byStatus.keys()]),
    standing: await standingOf(access),
  };
}

/** None before the first poll, when no eSIM has any status. */
function hintsOn(statuses: readonly string[], present: readonly string[]): readonly string[] {
  if (present.length === 0) return [];
  return statuses
    .filter((status) => !present.includes(status))
    .map((status) => noneWithStatus(status, present));
}

function sum(counts: ReadonlyMap<string, number>): number {
  return [...counts.values()].reduce((total, esims) => total + esims, 0);
}

/** Alerts come worst first. */
function worstByEsim(open: readonly AlertRow[]): ReadonlyMap<string, AlertRow> {
  const worst = new Map<string, AlertRow>();
  for (const alert of open)
    if (alert.esimId !== null && !worst.has(alert.esimId)) worst.set(alert.esimId, alert);
  return worst;
}

function isWanted(esim: Omit<EsimLine, 'days'>, { statuses, match }: Wanted): boolean {
  return (
    (statuses.length === 0 || statuses.includes(esim.status)) &&
    matches(match, { label: esim.label, cost_centre: esim.costCentre })
  );
}

function inWords({ lines, matching, known, hints, standing }: Fleet, reader: Reader): string {
  const list =
    lines.length === 0
      ? noneText(known, standing)
      : `${tableOf(columns(reader), lines)}\n\n${countText(lines.length, matching, known)}`;
  return [list, ...hints.map((hint) => paragraph(hint))].join('\n');
}

function noneText(known: number, standing: Standing): string {
  if (known > 0) return `None of the ${counted(known, 'eSIM')} matches.`;
  return isCurrent(standing) ? 'The account has no eSIMs.' : 'No eSIM is known.';
}

function countText(shown: number, matching: number, known: number): string {
  const of =
    matching === known
      ? counted(known, 'eSIM')
      : `${matching} that ${matching === 1 ? 'matches' : 'match'}, of ${counted(known, 'eSIM')}`;
  return shown < matching ? `Showing ${shown} of ${of}.` : `${of.charAt(0).toUpperCase()}${of.slice(1)}.`;
}

function columns(reader: Reader): readonly Column<Line>[] {
  return [
    { title: 'LABEL', cell: ({ label }) => label ?? '', wraps: 10, breaks: true },
    {
      title: 'ICCID',
      cell: ({ iccid, esimId }) => iccid ?? `none yet (${esimId})`,
      brief: ({ iccid }) => iccid ?? 'none yet',
    },
    { title: 'STATUS', cell: ({ status }) => status, drop: 2 },
    { title: 'LEFT', cell: leftText, brief: leftBriefly },
    { title: '%', cell: percentText, brief: percentBriefly, align: 'right', drop: 3 },
    { title: 'EXPIRES', ...instantCell(({ endsAt }) => endsAt, reader, 'unknown') },
    { title: 'READ', ...instantCell(({ readAt }) => readAt, reader, 'never'), tint: readTint },
    {
      title: 'ALERT',
      cell: alertText,
      brief: ({ severity }) => severity ?? '',
      tint: ({ severity }) => severity,
    },
    { title: 'COST CENTRE', cell: ({ costCentre }) => costCentre ?? '', drop: 1 },
  ];
}

function leftText({ unlimited, remainingBytes, allowanceBytes }: Line): string {
  if (unlimited) return 'unlimited';
  if (remainingBytes === null) return 'unknown';
  return allowanceBytes === null
    ? formatBytes(remainingBytes)
    : `${formatBytes(remainingBytes)} of ${formatBytes(allowanceBytes)}`;
}

function leftBriefly({ unlimited, remainingBytes }: Line): string {
  if (unlimited) return 'unlimited';
  return remainingBytes === null ? 'unknown' : formatBytes(remainingBytes);
}

function percentText(line: Line): string {
  const percent = percentOf(line);
  return percent === null ? '' : formatPercent(percent);
}

/** Rounded down, so that it never overstates what is left. */
function percentBriefly(line: Line): string {
  const percent = percentOf(line);
  return percent === null ? '' : `${Math.floor(percent)} %`;
}

/** Null where there is no share to speak of. */
function percentOf({ unlimited, remainingBytes, allowanceBytes }: Line): number | null {
  if (unlimited || remainingBytes === null || allowanceBytes === null || allowanceBytes <= 0) return null;
  return (100 * remainingBytes) / allowanceBytes;
}

function readTint({ failingSince }: Line): Severity | null {
  return failingSince !== null ? 'warning' : null;
}

function alertText({ severity, worst }: Line): string {
  if (severity === null) return '';
  return worst === null ? severity : `${severity} ${worst.rule} #${worst.id}`;
}

function asJson(line: Line) {
  const percent = percentOf(line);
  return {
    label: line.label,
    iccid: line.iccid,
    esimId: line.esimId,
    status: line.status,
    costCentre: line.costCentre,
    unlimited: line.unlimited,
    allowanceBytes: line.allowanceBytes,
    remainingBytes: line.remainingBytes,
    percentLeft: percent === null ? null : Number(percent.toFixed(1)),
    expiresAt: isoInstant(line.endsAt),
    lastReadAt: isoInstant(line.readAt),
    failingSince: isoInstant(line.failingSince),
    severity: line.severity,
    openAlerts: line.openAlerts,
    alert: line.worst && { id: line.worst.id, rule: line.worst.rule, severity: line.worst.severity },
  };
}

const EXAMPLES = `
Examples:
  roamwatch fleet
  roamwatch fleet --severity critical
  roamwatch fleet --cost-centre 'sales-*' --sort left --limit 20
  roamwatch fleet --status READY,INSTALLED --sort expiry
  roamwatch fleet --watch --severity any
  roamwatch fleet --json | jq '.[] | select(.percentLeft < 10) | .iccid'`;
