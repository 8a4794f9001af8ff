import {
  adviceOn,
  findingIn,
  formatInstant,
  matcherMatches,
  measuredInWords,
  parseMatcher,
  type Reader,
  type Severity,
  sentenceOf,
  subjectOf,
  thresholdInWords,
} from '@roamwatch/core';
import type { AlertEventLine, AlertLine, NotificationLine, Silence } from '@roamwatch/store';
import { isoInstant } from '../../../iso-instant.js';
import { NOTIFICATION_STATES } from '../../../notification-states.js';
import { alertSubject } from '../../alert-subject.js';
import { UsageError } from '../../failure.js';
import { readerOf } from '../../reader.js';
import { printShown, withStandingOfOne } from '../../shown.js';
import { standingOf } from '../../standing.js';
import type { Column } from '../../terminal/column.js';
import { details, tableOf } from '../../terminal/table.js';
import type { Tint } from '../../terminal/terminal.js';
import { instantCell, relative } from '../../terminal/times.js';
import type { StoreAccess } from '../../with-store.js';
import { asJson } from './list.js';

interface Whole {
  readonly alert: AlertLine;
  readonly events: readonly AlertEventLine[];
  readonly notified: readonly NotificationLine[];
  readonly silence: Silence | null;
}

/** Everything about one alert, open or resolved. */
export async function showAlert(access: StoreAccess, id: number): Promise<void> {
  const { store, now } = access;
  const alert = await store.pages.alert(id, now);
  if (alert === null) {
    throw new UsageError(
      `there is no alert ${id}; \`roamwatch alerts\` and \`roamwatch alerts history\` show which there are`,
    );
  }
  const covers = ({ matcher }: Silence) => matcherMatches(parseMatcher(matcher), subjectOf(alert));
  const whole: Whole = {
    alert,
    events: await store.pages.eventsOf(id),
    notified: await store.pages.notificationsOf(id),
    silence: alert.state === 'open' ? ((await store.silences.active(now)).find(covers) ?? null) : null,
  };
  const reader = readerOf(access);
  printShown(
    access,
    withStandingOfOne(
      { value: inJson(whole, reader), words: () => inWords(whole, reader) },
      await standingOf(access),
      reader,
    ),
  );
}

function inWords({ alert, events, notified, silence }: Whole, reader: Reader): string {
  const when = (at: number) => `${formatInstant(at, reader.zone)} (${relative(at, reader.now)})`;
  const finding = findingIn(alert.reason);
  const isOpen = alert.state === 'open';
  const rows: (readonly [string, string, Tint?] | null)[] = [
    ['Alert', `${alert.id}, ${alert.state}`],
    ['Severity', alert.severity, isOpen ? alert.severity : 'faint'],
    ['eSIM', alertSubject(alert)],
    alert.iccid === null ? null : ['ICCID', alert.iccid],
    alert.esimId === null ? null : ['eSIM ID', alert.esimId],
    alert.costCentre === null ? null : ['Cost centre', alert.costCentre],
    ['Rule', alert.rule],
    ['Reason', sentenceOf(alert.reason, reader)],
    finding === null ? null : ['Value', measuredInWords(finding, reader)],
    finding === null ? null : ['Threshold', thresholdInWords(finding)],
    ['Opened', when(alert.openedAt)],
    alert.resolvedAt === null ? null : ['Resolved', when(alert.resolvedAt)],
    ['Last notified', alert.lastNotifiedAt === null ? 'not yet' : when(alert.lastNotifiedAt)],
    isOpen ? ['Acknowledged', acknowledgedText(alert, when)] : null,
    silence === null ? null : ['Silenced', silencedText(silence, when)],
    isOpen ? ['What to do', adviceOn(alert.reason, reader)] : null,
  ];
  const sections = [
    details(rows.filter((row) => row !== null)),
    tableOf(eventColumns(reader), events),
    ...(notified.length === 0 ? [] : [tableOf(notifiedColumns(reader), notified)]),
    ...(isOpen ? [details(commandsFor(alert), undefined)] : []),
  ];
  return sections.join('\n\n');
}

function acknowledgedText(alert: AlertLine, when: (at: number) => string): string {
  if (alert.acknowledgedAt === null) return 'no';
  const by = alert.acknowledgedBy ? ` by ${alert.acknowledgedBy}` : '';
  const comment = alert.acknowledgedComment ? `: ${alert.acknowledgedComment}` : '';
  return `${when(alert.acknowledgedAt)}${by}${comment}`;
}

function silencedText({ id, matcher, endsAt, comment }: Silence, when: (at: number) => string): string {
  return `until ${when(endsAt)} by silence ${id} (${matcher})${comment === '' ? '' : `: ${comment}`}`;
}

/** Copied from the terminal into the next line. */
function commandsFor({ id, acknowledgedAt, esimId }: AlertLine): readonly (readonly [string, string])[] {
  return [
    acknowledgedAt === null
      ? ['Acknowledge', `roamwatch alerts ack ${id}`]
      : ['Unacknowledge', `roamwatch alerts unack ${id}`],
    ...(esimId === null ? [] : [['Explain', `roamwatch explain '#${id}'`] as const]),
  ];
}

function eventColumns(reader: Reader): readonly Column<AlertEventLine>[] {
  return [
    { title: 'WHEN', ...instantCell(({ at }) => at, reader) },
    { title: 'CHANGE', cell: ({ change }) => change },
    {
      title: 'SEVERITY',
      cell: ({ severity }) => severity,
      tint: ({ severity }): Severity => severity,
      drop: 1,
    },
    { title: 'REASON', cell: ({ reason, at }) => sentenceOf(reason, { ...reader, now: at }), wraps: 24 },
  ];
}

function notifiedColumns(reader: Reader): readonly Column<NotificationLine>[] {
  return [
    { title: 'NOTIFIED', ...instantCell(({ at }) => at, reader) },
    { title: 'STATE', cell: ({ state }) => NOTIFICATION_STATES[state] },
    { title: 'RECEIVER', cell: ({ receiver }) => receiver },
    { title: 'RECIPIENT', cell: ({ receiver, recipient }) => (receiver === recipient ? '' : recipient) },
  ];
}

function inJson({ alert, events, notified, silence }: Whole, reader: Reader) {
  const finding = findingIn(alert.reason);
  return {
    ...asJson(alert, reader),
    value: finding && measuredInWords(finding, reader),
    threshold: finding && thresholdInWords(finding),
    resolved: isoInstant(alert.resolvedAt),
    acknowledgedBy: alert.acknowledgedBy,
    comment: alert.acknowledgedComment,
    silence: silence && {
      ...silence,
      createdAt: isoInstant(silence.createdAt),
      endsAt: isoInstant(silence.endsAt),
    },
    history: events.map((event) => ({
      ...event,
      at: isoInstant(event.at),
      reason: sentenceOf(event.reason, { ...reader, now: event.at }),
    })),
    notified: notified.map((one) => ({
      ...one,
      state: NOTIFICATION_STATES[one.state],
      at: isoInstant(one.at),
    })),
  };
}
