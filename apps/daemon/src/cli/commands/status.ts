import { conditionInWords, formatInstant, type Reader, type UnixSeconds } from '@roamwatch/core';
import { nextOccurrence, reportJobName, scheduledJobs } from '@roamwatch/monitor';
import type { AlertCounts, PollingState, Store } from '@roamwatch/store';
import type { Command } from 'commander';
import { isoInstant } from '../../iso-instant.js';
import { type Daemon, daemonsInJson, daemonsOn, daemonsTable } from '../daemons.js';
import { readerOf } from '../reader.js';
import { printShown, type Shown } from '../shown.js';
import {
  isCurrent,
  nothingKnownText,
  notMonitoredInWords,
  problemsInWords,
  type Standing,
  standingInWords,
  standingOf,
} from '../standing.js';
import { details } from '../terminal/table.js';
import { type Tint, warningIf } from '../terminal/terminal.js';
import { relative } from '../terminal/times.js';
import { version } from '../version.js';
import { type StoreAccess, withStore } from '../with-store.js';

export function statusCommand(program: Command): void {
  program
    .command('status')
    .description('Show the state of Roamwatch on one screen, without a request to the provider')
    .addHelpText('after', EXAMPLES)
    .action((_options: unknown, command: Command) =>
      withStore(command, async (access) => printShown(access, shown(access, await read(access)))),
    );
}

interface Status {
  /** The process that uses the database, as "process 12 on host since …"; the first of several; null: nobody. */
  readonly heldBy: string | null;
  readonly daemons: readonly Daemon[];
  readonly polling: PollingState;
  readonly nextPollAt: UnixSeconds | null;
  readonly byStatus: readonly (readonly [status: string, esims: number])[];
  readonly esimsByAlert: Awaited<ReturnType<Store['pages']['esimsByAlert']>>;
  readonly alerts: AlertCounts;
  readonly outbox: Awaited<ReturnType<Store['outbox']['counts']>>;
  readonly reports: readonly ReportState[];
  readonly standing: Standing;
}

interface ReportState {
  readonly name: string;
  readonly lastAt: UnixSeconds | null;
  readonly nextAt: UnixSeconds | null;
  readonly isOverdue: boolean;
}

async function read(access: StoreAccess): Promise<Status> {
  const { store, config, now } = access;
  const byStatus = [...(await store.fleet.countByStatus())].sort(([, a], [, b]) => b - a);
  return {
    heldBy: await store.lease.heldBy(now),
    daemons: await daemonsOn(store, now),
    polling: await store.pages.polling(),
    nextPollAt: nextOccurrence(config.poll.schedule, config.timeZone, now),
    byStatus,
    esimsByAlert: await store.pages.esimsByAlert(),
    alerts: await store.pages.alertCounts(),
    outbox: await store.outbox.counts(),
    reports: await reportsOf(access),
    standing: await standingOf(access),
  };
}

async function reportsOf({ store, config, now }: StoreAccess): Promise<readonly ReportState[]> {
  const jobs = await scheduledJobs({ store, config, now: () => now });
  return config.reports.map(({ name, schedule }) => {
    const job = jobs.find((one) => one.name === reportJobName(name));
    return {
      name,
      lastAt: job?.lastDoneAt ?? null,
      nextAt: nextOccurrence(schedule, config.timeZone, now),
      isOverdue: (job?.overdueBy ?? 0) > 0,
    };
  });
}

function shown(access: StoreAccess, status: Status): Shown {
  const reader = readerOf(access);
  const { standing } = status;
  return {
    value: inJson(access, status),
    words: () => inWords(access, status, reader),
    remarks: isCurrent(standing) ? [] : standingInWords(standing, reader),
  };
}

function inWords({ config, store }: StoreAccess, status: Status, reader: Reader): string {
  const { heldBy, daemons, nextPollAt, standing, outbox } = status;
  const when = (at: UnixSeconds | null, none: string) =>
    at === null ? none : `${formatInstant(at, reader.zone)} (${relative(at, reader.now)})`;
  const isKnown = standing.lastGoodAt !== null;
  const rows: readonly (readonly [string, string, Tint?])[] = [
    ['Roamwatch', version()],
    ['Configuration', config.file],
    ['Database', store.file],
    [
      'Running',
      heldBy === null
        ? 'no: nothing is polled until `roamwatch run` is started'
        : runningText(heldBy, daemons),
      ...warningIf(heldBy === null),
    ],
    ['Last poll', lastPollText(status, when), ...warningIf(lastFailed(status))],
    ['Next poll', heldBy === null ? 'not running' : when(nextPollAt, 'never')],
    ['eSIMs', statusesText(status)],
    ['By alert', isKnown ? byAlertText(status) : UNKNOWN],
    ['Open alerts', isKnown ? openText(status.alerts) : UNKNOWN, ...openTint(status.alerts)],
    ['Not monitored', isKnown ? (notMonitoredInWords(standing.notMonitored) ?? 'none') : UNKNOWN],
    ['Notifications', outboxText(outbox, reader.now), ...warningIf(outbox.dead > 0)],
    ...reportRows(status.reports, when),
    ...problemRows(standing, reader),
    ...noteRows(standing),
  ];
  const table = daemons.length > 1 ? ['', daemonsTable(daemons, reader)] : [];
  return [details(rows), ...table].join('\n');
}

function runningText(heldBy: string, daemons: readonly Daemon[]): string {
  return daemons.length > 1 ? `${heldBy}, and ${daemons.length - 1} more: see below` : heldBy;
}

/** Nobody knows of an alert before the first good poll. */
const UNKNOWN = 'unknown: no poll has succeeded yet';

function problemRows(standing: Standing, reader: Reader): readonly (readonly [string, string, Tint])[] {
  const never = standing.lastGoodAt === null ? [nothingKnownText(standing)] : [];
  return [...never, ...problemsInWords(standing, reader)].map((line, index) => [
    index === 0 ? 'Problems' : '',
    line,
    'warning',
  ]);
}

function noteRows({ notes }: Standing): readonly (readonly [string, string, Tint])[] {
  return notes.map((condition, index) => [
    index === 0 ? 'To be checked' : '',
    conditionInWords(condition),
    'warning',
  ]);
}

function lastFailed({ polling, standing }: Status): boolean {
  return standing.lastGoodAt === null || polling.last?.error != null;
}

function lastPollText(
  { polling: { last, begunAt }, heldBy, standing }: Status,
  when: (at: UnixSeconds | null, none: string) => string,
): string {
  const running = begunAt !== null && heldBy !== null ? `; one is under way since ${when(begunAt, '')}` : '';
  if (last === null) return `never${running}`;
  if (last.error === null) return `${when(last.at, '')}${running}`;
  return `${when(last.at, '')}, failed: ${last.error}; last successful: ${when(standing.lastGoodAt, 'never')}${running}`;
}

function statusesText({ byStatus }: Status): string {
  const total = byStatus.reduce((sum, [, esims]) => sum + esims, 0);
  if (total === 0) return 'none known';
  return `${total}: ${byStatus.map(([status, esims]) => `${esims} ${status}`).join(', ')}`;
}

function byAlertText({ esimsByAlert, byStatus }: Status): string {
  const critical = esimsByAlert.get('critical') ?? 0;
  const warning = esimsByAlert.get('warning') ?? 0;
  const listed = byStatus.reduce((sum, [, esims]) => sum + esims, 0);
  return `${critical} critical, ${warning} warning, ${Math.max(0, listed - critical - warning)} without an alert`;
}

function openText(alerts: AlertCounts): string {
  const acknowledged =
    alerts.critical + alerts.warning - alerts.unacknowledgedCritical - alerts.unacknowledgedWarning;
  const more = acknowledged === 0 ? '' : ` (${acknowledged} acknowledged)`;
  return `${alerts.critical} critical, ${alerts.warning} warning${more}`;
}

function openTint({ unacknowledgedCritical, unacknowledgedWarning }: AlertCounts): readonly [Tint?] {
  if (unacknowledgedCritical > 0) return ['critical'];
  return unacknowledgedWarning > 0 ? ['warning'] : [];
}

function outboxText({ pending, dead, oldestPendingAt }: Status['outbox'], now: UnixSeconds): string {
  const oldest = oldestPendingAt === null ? '' : ` (the oldest queued ${relative(oldestPendingAt, now)})`;
  const failed = dead === 0 ? '0 failed' : `${dead} failed (see \`roamwatch outbox\`)`;
  return `${pending} pending${oldest}, ${failed}`;
}

function reportRows(
  reports: readonly ReportState[],
  when: (at: UnixSeconds | null, none: string) => string,
): readonly (readonly [string, string, Tint?])[] {
  if (reports.length === 0) return [['Reports', 'none scheduled']];
  return reports.map(({ name, lastAt, nextAt, isOverdue }, index) => [
    index === 0 ? 'Reports' : '',
    `${name}: ${isOverdue ? 'overdue, ' : ''}next ${when(nextAt, 'never')}, last ${when(lastAt, 'never')}`,
    ...warningIf(isOverdue),
  ]);
}

function inJson(access: StoreAccess, status: Status) {
  const { config, store } = access;
  const { polling, standing, alerts, outbox, esimsByAlert, byStatus } = status;
  const critical = esimsByAlert.get('critical') ?? 0;
  const warning = esimsByAlert.get('warning') ?? 0;
  const listed = byStatus.reduce((sum, [, esims]) => sum + esims, 0);
  return {
    version: version(),
    configuration: config.file,
    database: store.file,
    running: status.heldBy,
    daemons: daemonsInJson(status.daemons),
    lastPoll: polling.last && { at: isoInstant(polling.last.at), error: polling.last.error },
    lastGoodPoll: isoInstant(standing.lastGoodAt),
    nextPoll: status.heldBy === null ? null : isoInstant(status.nextPollAt),
    fleet: {
      listed,
      byStatus: Object.fromEntries(byStatus),
      byAlert: { critical, warning, none: Math.max(0, listed - critical - warning) },
    },
    alerts: {
      critical: alerts.critical,
      warning: alerts.warning,
      acknowledged:
        alerts.critical + alerts.warning - alerts.unacknowledgedCritical - alerts.unacknowledgedWarning,
    },
    notMonitored: standing.notMonitored,
    notifications: {
      pending: outbox.pending,
      failed: outbox.dead,
      oldestPending: isoInstant(outbox.oldestPendingAt),
    },
    reports: status.reports.map(({ name, lastAt, nextAt, isOverdue }) => ({
      name,
      last: isoInstant(lastAt),
      next: isoInstant(nextAt),
      overdue: isOverdue,
    })),
    problems: problemsInWords(standing, readerOf(access)),
    toCheck: standing.notes.map((condition) => conditionInWords(condition)),
  };
}

const EXAMPLES = `
Examples:
  roamwatch status
  roamwatch status --json | jq .alerts.critical`;
