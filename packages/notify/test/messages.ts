import { DAY, HOUR } from '@roamwatch/core';
import { FINDINGS, TOPPED_UP } from './findings.js';
import { NOW } from './now.js';

export { NOW };

import {
  type AlertedEsim,
  type AlertItem,
  type AlertsMessage,
  type Channel,
  Gathering,
  itemsOf,
  type Message,
  type Placed,
} from '../src/index.js';

const MB = 1024 ** 2;

/** What people, or attackers, put into a label. */
export const HOSTILE_LABELS = [
  '=cmd|"/c calc"!A1',
  '<script>alert(1)</script>',
  'Anna\r\nBcc: victim@example.com\r\n\r\nbody',
  '<!channel> @here <https://evil.example|click> & *bold* `x`',
  'x'.repeat(10_000),
  '👩‍👩‍👧‍👦'.repeat(500),
  'שלום עולם \u202Egnp.exe\u202C',
  '\u0000\u0007\u001b[31mred\u2028line',
  '"quoted" \'text\' \\ back',
  '\ud800 lone half',
];

const THREE = ['Anna Kern', 'Bus 12', 'Chidi Okafor'];

export function esim(index = 0, given: Partial<AlertedEsim> = {}): AlertedEsim {
  return {
    iccid: `89440000000000${String(index).padStart(5, '0')}`,
    esimId: `esim-${index}`,
    label: THREE[index] ?? `Traveller ${index}`,
    costCentre: 'sales-uk',
    project: null,
    status: 'INSTALLED',
    remainingBytes: 42 * MB,
    allowanceBytes: 1024 * MB,
    expiresAt: NOW + 2 * DAY + 2 * HOUR,
    readAt: NOW - 120,
    notes: [],
    topUps: [
      {
        packageId: 'a',
        packageName: '1 GB - 7 Days',
        days: 7,
        price: '4.50',
        currency: 'USD',
        unlimited: false,
        dataBytes: 1024 * MB,
      },
      {
        packageId: 'b',
        packageName: '3 GB - 30 Days',
        days: 30,
        price: '9',
        currency: 'USD',
        unlimited: false,
        dataBytes: 3072 * MB,
      },
    ],
    days: [40, 120, 310, 0, 95, 260, 157].map((used, day) => ({
      date: new Date((NOW - (7 - day) * DAY) * 1000).toISOString().slice(0, 10),
      usedBytes: used * MB,
    })),
    ...given,
  };
}

export function item(index = 0, given: Partial<AlertItem> = {}): AlertItem {
  return {
    alertId: index + 1,
    change: 'opened',
    severity: 'critical',
    rule: 'low-data',
    ruleType: 'data-low',
    reason: FINDINGS[given.ruleType ?? 'data-low'],
    openedAt: NOW,
    timesTold: 0,
    esim: esim(index),
    ...given,
  };
}

/** A message about these alerts, which they can be read from again. */
export interface AlertsFixture extends AlertsMessage {
  readonly items: readonly AlertItem[];
}

/** In the order in which they are given. */
export function alerts(items: readonly AlertItem[], given: Partial<AlertsMessage> = {}): AlertsFixture {
  const head = {
    ...base,
    kind: 'alerts',
    asOf: NOW,
    firstStart: false,
    earlierMessageIds: [],
    ...given,
  } as const;
  return { ...head, ...contentOf(items, null), items };
}

/** The message as it is composed for a channel. */
export function composedFor(channel: Pick<Channel, 'listAlerts'>, message: Message): Message {
  if (!('items' in message)) return message;
  const fixture = message as AlertsFixture;
  return { ...fixture, ...contentOf(fixture.items, channel.listAlerts?.(fixture) ?? null) };
}

function contentOf(items: readonly AlertItem[], entryOf: ((item: AlertItem) => string) | null) {
  const gathering = new Gathering((a: number, b: number) => a - b, entryOf);
  const bySubject = new Map<string, [Placed<number>, ...Placed<number>[]]>();
  for (const [place, item] of items.entries()) {
    const key = item.esim ? `esim ${item.esim.esimId}` : `alert ${item.alertId}`;
    const known = bySubject.get(key);
    if (known) known.push({ item, place });
    else bySubject.set(key, [{ item, place }]);
  }
  gathering.add([...bySubject.values()]);
  const { totals, shown, entries } = gathering;
  return { totals, shown: shown.map(itemsOf), entries };
}

export function manyAlerts(count: number): AlertsFixture {
  return alerts(Array.from({ length: count }, (_, index) => item(index)));
}

const base = { id: 'm-1', receiver: 'ops', createdAt: NOW, timeZone: 'Europe/London' };

export const TEST_MESSAGE: Message = { ...base, kind: 'test' };
export const NOTICE: Message = {
  ...base,
  kind: 'notice',
  title: 'A message to "team" was given up',
  text: 'Slack no longer accepts this hook.\nMake a new one.',
};

/** One of every change, with the provider's own alert, a forecast, an expiry, a reminder and a recovery. */
export const MIXED = alerts([
  item(0),
  item(0, {
    alertId: 11,
    rule: 'forecast',
    ruleType: 'data-forecast',
    severity: 'warning',
  }),
  item(1, {
    change: 'reminder',
    rule: 'used-up',
    ruleType: 'data-exhausted',
    openedAt: NOW - 3 * DAY - 4 * HOUR,
    timesTold: 2,
    esim: esim(1, { remainingBytes: 0, topUps: [], notes: ['Dial *123# to see what is left.'] }),
  }),
  item(2, {
    severity: 'warning',
    rule: 'expiring',
    ruleType: 'expiry',
    esim: esim(2, { remainingBytes: 700 * MB, topUps: [], days: [] }),
  }),
  item(3, {
    severity: 'warning',
    rule: 'unused',
    ruleType: 'expiry-unused',
    esim: esim(3, {
      label: null,
      status: 'READY',
      remainingBytes: null,
      allowanceBytes: null,
      readAt: null,
      topUps: [],
      days: [],
    }),
  }),
  item(4, {
    change: 'resolved',
    reason: TOPPED_UP,
    esim: esim(4, { remainingBytes: 1024 * MB, allowanceBytes: 2048 * MB }),
  }),
]);
