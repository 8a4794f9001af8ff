import { DAY, HOUR, MINUTE, type Reason, type UnixSeconds } from '@roamwatch/core';
import {
  type AlertedEsim,
  type AlertItem,
  type AlertsMessage,
  Gathering,
  itemsOf,
  type Message,
} from '@roamwatch/notify';

const MB = 1024 ** 2;
const GB = 1024 ** 3;
const NOW: UnixSeconds = Date.UTC(2026, 10, 26, 15, 20) / 1000;

const NAMES = [
  'Ines Kern',
  'Chloé Dupont',
  'Daniel Becker',
  'Grace O’Neill',
  'Müller-Lüdenscheidt, Hans-Joachim Maria',
  'Bus 12',
  '佐藤 花子',
  'שירה כהן',
];

const base = {
  receiver: 'ops',
  createdAt: NOW,
  timeZone: 'Europe/London',
  pageUrl: 'https://roamwatch.example.com',
  topUpUrl: 'https://partner.example.com/top-ups',
};

function esim(index: number, given: Partial<AlertedEsim> = {}): AlertedEsim {
  return {
    iccid: `89440000000000${String(30_000 + index * 37).padStart(5, '0')}`,
    esimId: `esim-${index}`,
    label: NAMES[index % NAMES.length] ?? null,
    costCentre: index % 2 === 0 ? 'sales-emea' : 'engineering',
    project: index % 3 === 0 ? 'rollout' : null,
    status: 'INSTALLED',
    remainingBytes: 42 * MB,
    allowanceBytes: GB,
    expiresAt: NOW + 50 * HOUR,
    readAt: NOW - 12 * MINUTE,
    notes: [],
    topUps: [],
    days: [40, 120, 310, 0, 95, 260, 157, 20, 220, 80, 140, 30, 410, 210].map((used, day) => ({
      date: new Date((NOW - (14 - day) * DAY) * 1000).toISOString().slice(0, 10),
      usedBytes: used * MB,
    })),
    ...given,
  };
}

const offers = [
  ['1 GB - 7 Days', '4.46'],
  ['3 GB - 30 Days', '9'],
  ['5 GB - 30 Days', '13.5'],
].map(([packageName = '', price = ''], index) => ({
  packageId: String(index),
  packageName,
  days: 7,
  price,
  currency: 'EUR',
  unlimited: false,
  dataBytes: GB,
}));

function item(id: number, about: Omit<Partial<AlertItem>, 'esim'>, who: AlertedEsim | null): AlertItem {
  return {
    alertId: id,
    change: 'opened',
    severity: 'critical',
    rule: 'low-data',
    ruleType: 'data-low',
    reason: lowData(who),
    openedAt: NOW - 5 * MINUTE,
    timesTold: 0,
    esim: who,
    ...about,
  };
}

function lowData(who: AlertedEsim | null, percent = 10): Reason {
  return {
    kind: 'data-low',
    measured: { allowanceBytes: who?.allowanceBytes ?? GB, remainingBytes: who?.remainingBytes ?? 0 },
    reached: { severity: percent > 10 ? 'warning' : 'critical', percent, bytes: null },
    next: null,
    nextAt: null,
  };
}

function expiring(who: AlertedEsim): Reason {
  return {
    kind: 'expiry',
    measured: { endsAt: who.expiresAt ?? NOW, left: (who.expiresAt ?? NOW) - NOW },
    reached: { severity: 'warning', seconds: 3 * DAY },
    next: { severity: 'critical', seconds: DAY },
    nextAt: null,
  };
}

const usedUp: Reason = {
  kind: 'data-exhausted',
  measured: { allowanceBytes: GB, remainingBytes: 0 },
  reached: { severity: 'critical' },
  next: null,
  nextAt: null,
};

const spike: Reason = {
  kind: 'usage-spike',
  measured: {
    day: { date: '2026-11-25', usedBytes: 434 * MB },
    medianBytes: 40 * MB,
    minimumBytes: 200 * MB,
  },
  reached: { severity: 'warning', times: 3, date: '2026-11-25' },
  next: null,
  nextAt: null,
};

const outage: Reason = {
  kind: 'provider-down',
  measured: { kind: 'unreachable', failuresRunning: 3, detail: 'list: HTTP 503', httpStatus: 503 },
  reached: { severity: 'critical', cause: 'unreachable' },
  next: null,
  nextAt: null,
};

/** As they are given. Nobody reviews what an attached file lists, so none of them is listed. */
function alerts(id: string, items: readonly AlertItem[], given: Partial<AlertsMessage> = {}): AlertsMessage {
  const gathering = new Gathering((a: number, b: number) => a - b, null);
  const placed = items.map((item, place) => ({ item, place }));
  const subjects = Map.groupBy(placed, ({ item }) => item.esim?.esimId ?? item.alertId);
  gathering.add([...subjects.values()].flatMap(([first, ...others]) => (first ? [[first, ...others]] : [])));
  const { totals, shown, entries } = gathering;
  return {
    ...base,
    id,
    kind: 'alerts',
    asOf: NOW,
    totals,
    shown: shown.map(itemsOf),
    entries,
    firstStart: false,
    earlierMessageIds: [],
    ...given,
  };
}

const TOPPED_UP = { remainingBytes: 1.9 * GB, allowanceBytes: 2 * GB };

const anna = esim(0, { topUps: offers });
const unused = esim(2, {
  status: 'READY',
  remainingBytes: null,
  allowanceBytes: null,
  expiresAt: NOW + 10 * DAY,
  readAt: null,
  days: [],
});
const unusedReason: Reason = {
  kind: 'expiry-unused',
  measured: { endsAt: NOW + 10 * DAY, left: 10 * DAY },
  reached: { severity: 'warning', seconds: 14 * DAY },
  next: null,
  nextAt: null,
};

function fleet(count: number): readonly AlertItem[] {
  return Array.from({ length: count }, (_, index) => {
    const isCritical = index < count * 0.6;
    const who = esim(index, {
      remainingBytes: isCritical ? index * 4 * MB : (200 + index * 9) * MB,
      expiresAt: NOW + (isCritical ? 1 + (index % 9) : 1 + (index % 2)) * DAY + 7 * HOUR,
    });
    return item(
      100 + index,
      isCritical
        ? {
            reason: index === 0 ? usedUp : lowData(who),
            ...(index === 0 ? { rule: 'used-up', ruleType: 'data-exhausted' } : {}),
          }
        : { severity: 'warning', rule: 'expiring', ruleType: 'expiry', reason: expiring(who) },
      who,
    );
  });
}

/** One of every message that people can get, by name. */
export const SAMPLES: Readonly<Record<string, Message>> = {
  one: alerts('one', [
    item(3, {}, anna),
    item(4, { severity: 'warning', rule: 'expiring', ruleType: 'expiry', reason: expiring(anna) }, anna),
  ]),
  three: alerts('three', [
    item(3, {}, anna),
    item(
      7,
      { severity: 'warning', rule: 'spike', ruleType: 'usage-spike', reason: spike },
      esim(4, { remainingBytes: 700 * MB }),
    ),
    item(9, { severity: 'warning', rule: 'unused', ruleType: 'expiry-unused', reason: unusedReason }, unused),
  ]),
  seven: alerts('seven', fleet(7)),
  digest: alerts('digest', fleet(39)),
  reminder: alerts(
    'reminder',
    fleet(4)
      .slice(0, 3)
      .map((one, index) => ({
        ...one,
        change: 'reminder' as const,
        openedAt: NOW - (index + 2) * DAY,
        timesTold: index + 2,
      })),
  ),
  resolved: alerts('resolved', [
    item(
      3,
      {
        change: 'resolved',
        reason: {
          kind: 'renewed',
          changes: ['allowance-changed'],
          finding: { ...lowData(esim(0, TOPPED_UP)), reached: null } as never,
        },
      },
      esim(0, TOPPED_UP),
    ),
  ]),
  provider: alerts('provider', [
    item(12, { rule: 'provider-down', ruleType: 'provider-down', reason: outage }, null),
  ]),
  first: alerts('first', fleet(3), { firstStart: true }),
  'traveller-en': alerts('traveller-en', [item(3, {}, anna)], { audience: 'traveller' }),
  'traveller-de': alerts(
    'traveller-de',
    [
      item(3, {}, anna),
      item(
        9,
        { severity: 'warning', rule: 'unused', ruleType: 'expiry-unused', reason: unusedReason },
        unused,
      ),
    ],
    { audience: 'traveller', language: 'de', timeZone: 'Europe/Berlin' },
  ),
  summary: {
    ...base,
    id: 'summary',
    kind: 'summary',
    summary: {
      from: '2026-11-16',
      to: '2026-11-22',
      dataAsOf: NOW - 12 * MINUTE,
      fleet: {
        byStatus: [
          { status: 'INSTALLED', count: 312 },
          { status: 'READY', count: 48 },
          { status: 'EXPIRED', count: 1204 },
        ],
        notMonitored: 3,
        openCritical: 4,
        openWarning: 17,
      },
      usage: {
        bytes: 41.2 * GB,
        bytesBefore: 36.8 * GB,
        esims: 207,
        most: NAMES.slice(0, 5).map((label, index) => ({
          name: { label, iccid: null, esimId: String(index) },
          bytes: (5 - index) * 0.9 * GB,
        })),
      },
      spend: {
        purchases: 38,
        amounts: [
          { currency: 'EUR', amount: '412.5' },
          { currency: 'USD', amount: '96' },
        ],
        unpriced: 2,
      },
      expiring: {
        total: 14,
        esims: [0, 1, 2, 3, 4].map((index) => ({
          ...esim(index),
          firstSeenAt: NOW - 30 * DAY,
          expiresAt: NOW + (index + 1) * DAY,
        })),
      },
      neverUsed: {
        total: 48,
        esims: [5, 6].map((index) => ({ ...esim(index), firstSeenAt: NOW - 60 * DAY })),
      },
    },
  },
  test: { ...base, id: 'test', kind: 'test' },
  notice: {
    ...base,
    id: 'notice',
    kind: 'notice',
    title: 'A message to team could not be delivered',
    text: [
      'Delivery to team failed permanently after 1 attempt: Slack no longer accepts this hook (no_service): create a new one and store its address',
      '- critical: Ines Kern, ICCID 8944000000000030000: 42 MB of 1 GB left (4.1 %), at or below 10 %',
      'After fixing the cause, resend it: roamwatch outbox retry a8cc05a8',
    ].join('\n'),
  },
  report: {
    ...base,
    id: 'report',
    kind: 'report',
    receiver: 'finance',
    title: 'October 2026 eSIM usage report (preliminary)',
    text: 'Usage and purchases of October 2026 are attached. The month is still open: figures can change until it is closed.\nData as of Thu 26 Nov 2026, 15:20 GMT.',
    attachments: [],
  },
};
