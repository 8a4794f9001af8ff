import { findingIn, type Reader, type Severity, sentenceOf } from '@roamwatch/core';
import type { AlertRow } from '@roamwatch/store';
import type { Command } from 'commander';
import { isoInstant } from '../../../iso-instant.js';
import { knownRules } from '../../../known-rules.js';
import { alertSubject } from '../../alert-subject.js';
import { countArgument, severityArgument } from '../../arguments.js';
import { say } from '../../failure.js';
import type { Outcome } from '../../outcome.js';
import { readerOf } from '../../reader.js';
import { emptyText, type Shown, withStanding } from '../../shown.js';
import { isCurrent, type Standing, standingOf } from '../../standing.js';
import type { Column } from '../../terminal/column.js';
import { paragraph, tableOf } from '../../terminal/table.js';
import { instantCell } from '../../terminal/times.js';
import { show } from '../../watch.js';
import { type StoreAccess, withStore } from '../../with-store.js';
import { type AlertFilter, type FilterOptions, filterOf } from './filters.js';

export interface ListOptions extends FilterOptions {
  readonly watch?: true;
  readonly failOn?: string;
  readonly limit?: string;
}

/** Open alerts, worst first. */
export async function listAlerts(command: Command, outcome: Outcome, local: ListOptions): Promise<void> {
  const filter = filterOf(local);
  const limit = local.limit === undefined ? Number.POSITIVE_INFINITY : countArgument('--limit', local.limit);
  const failOn = local.failOn === undefined ? null : severityArgument('--fail-on', local.failOn);
  await withStore(command, (access) =>
    show(access, local.watch === true, async (at) => {
      const listed = await openAlerts(at, filter);
      outcome.exitCode = failOn === null ? 0 : verdictOn(listed, failOn);
      return shownList(at, listed, filter, limit);
    }),
  );
}

interface Listed {
  /** Those that the filter lets through. */
  readonly alerts: readonly AlertRow[];
  /** Number of open alerts in all. */
  readonly open: number;
  readonly undelivered: number;
  readonly standing: Standing;
}

async function openAlerts(access: StoreAccess, filter: AlertFilter): Promise<Listed> {
  const { store } = access;
  filter.requireRule(await knownRules(access));
  const open = await store.alerts.open();
  return {
    alerts: open.filter((alert) => filter.matches(alert)),
    open: open.length,
    undelivered: (await store.outbox.counts()).dead,
    standing: await standingOf(access),
  };
}

/** For `--fail-on`: nothing open is a pass only where the eSIMs were polled. */
function verdictOn({ alerts, standing }: Listed, failOn: Severity): 0 | 1 {
  const fails = alerts.some(({ severity }) => severity === 'critical' || severity === failOn);
  if (fails) return 1;
  if (isCurrent(standing)) return 0;
  say('--fail-on fails because the data is not current: open alerts may be missing');
  return 1;
}

function shownList(access: StoreAccess, listed: Listed, filter: AlertFilter, limit: number): Shown {
  const reader = readerOf(access);
  const alerts = listed.alerts.slice(0, limit);
  const hints = [moreHint(alerts.length, listed.alerts.length), undeliveredHint(listed.undelivered)];
  const words = () =>
    [
      alerts.length === 0 ? noneText(listed, filter) : tableOf(columns(reader), alerts),
      ...hints.filter((hint) => hint !== null).map((hint) => paragraph(hint)),
    ].join('\n\n');
  return withStanding(
    { value: alerts.map((alert) => asJson(alert, reader)), words },
    listed.standing,
    reader,
  );
}

function noneText({ open, standing }: Listed, filter: AlertFilter): string {
  if (!filter.isEmpty && open > 0)
    return `None of the ${open === 1 ? 'open alert' : `${open} open alerts`} matches.`;
  return emptyText(standing, 'No alert is open.', 'No open alert is known, but the data is not current.');
}

function columns(reader: Reader): readonly Column<AlertRow>[] {
  return [
    { title: 'ID', cell: ({ id }) => String(id), align: 'right' },
    {
      title: 'SEVERITY',
      cell: ({ severity, acknowledgedAt }) => (acknowledgedAt === null ? severity : `${severity} (ack)`),
      tint: ({ severity, acknowledgedAt }) => (acknowledgedAt === null ? severity : 'faint'),
    },
    { title: 'ESIM', cell: alertSubject, wraps: 12, breaks: true },
    { title: 'ICCID', cell: ({ label, iccid }) => (label === null ? '' : (iccid ?? '')), drop: 0 },
    { title: 'RULE', cell: ({ rule }) => rule, drop: 1 },
    { title: 'SINCE', ...instantCell(({ openedAt }) => openedAt, reader) },
    {
      title: 'NOTIFIED',
      ...instantCell(({ lastNotifiedAt }) => lastNotifiedAt, reader, 'not yet'),
      drop: 2,
    },
    { title: 'REASON', cell: ({ reason }) => sentenceOf(reason, reader), wraps: 24 },
  ];
}

function moreHint(shown: number, found: number): string | null {
  return shown === found ? null : `Showing ${shown} of ${found} alerts.`;
}

function undeliveredHint(messages: number): string | null {
  if (messages === 0) return null;
  const count = messages === 1 ? '1 notification' : `${messages} notifications`;
  return `${count} could not be delivered. Run: roamwatch outbox`;
}

export function asJson(alert: AlertRow, reader: Reader) {
  return {
    id: alert.id,
    severity: alert.severity,
    state: alert.state,
    rule: alert.rule,
    type: alert.ruleType,
    iccid: alert.iccid,
    esimId: alert.esimId,
    label: alert.label,
    costCentre: alert.costCentre,
    since: isoInstant(alert.openedAt),
    lastNotified: isoInstant(alert.lastNotifiedAt),
    timesNotified: alert.timesNotified,
    acknowledged: isoInstant(alert.acknowledgedAt),
    reason: sentenceOf(alert.reason, reader),
    finding: findingIn(alert.reason),
  };
}
