import { expect, test } from 'vitest';
import { anAlert, anEsim, left, MB, NOW } from '../../test/esim.js';
import { DAY } from '../time/instant.js';
import {
  type AlertPolicy,
  type AlertsBefore,
  alertDecider,
  decideByClock,
  decideProviderAlert,
} from './decide-alerts.js';
import type { Rule } from './rules/registry.js';

const low: Rule = {
  name: 'low-data',
  type: 'data-low',
  warning: [{ percent: 25 }],
  critical: [{ percent: 10 }],
};
const expiring: Rule = { name: 'expiring', type: 'expiry', warning: [21 * DAY], critical: [] };

const policy: AlertPolicy = {
  rules: [low],
  polled: { only: ['INSTALLED'] },
  receivers: [
    { name: 'ops', recipients: ['ops@example.com'] },
    { name: 'traveller', recipients: 'inventory' },
  ],
  routes: [],
};

const nothing: AlertsBefore = {
  alerts: new Map(),
  providerAlert: null,
  notifiedBefore: new Map(),
  inventoryAddresses: new Map(),
};

const ops = { receiver: 'ops', recipient: 'ops@example.com' };

test('an eSIM that is well changes nothing, and is quiet until something can come', () => {
  const { transitions, clockDueAt, quietUntil } = alertDecider(nothing, policy, NOW)(anEsim());
  expect(transitions).toEqual([]);
  expect(clockDueAt).toBeGreaterThan(NOW);
  expect(quietUntil).toBeGreaterThan(NOW);
});

test('a threshold reached opens an alert, for the recipients its routes lead to', () => {
  const before = { ...nothing, inventoryAddresses: new Map([[1, 'anna@example.com']]) };
  const { transitions, quietUntil } = alertDecider(before, policy, NOW)(left(50 * MB));
  expect(transitions).toMatchObject([
    {
      esim: 1,
      iccid: '894000000000029365',
      evaluation: { rule: 'low-data', epoch: 1, decision: { kind: 'open' } },
      notification: {
        change: 'opened',
        severity: 'critical',
        addressees: [ops, { receiver: 'traveller', recipient: 'anna@example.com' }],
        withoutAddress: [],
      },
    },
  ]);
  expect(quietUntil).toBeNull();
});

test('a receiver without an address is named, and a silent change notifies nobody', () => {
  const open = anAlert(low);
  const [named] = alertDecider(nothing, policy, NOW)(left(50 * MB)).transitions;
  expect(named?.notification).toMatchObject({ addressees: [ops], withoutAddress: ['traveller'] });
  const before = { ...nothing, alerts: new Map([[1, [open]]]) };
  const [closed] = alertDecider(before, policy, NOW)({ ...left(50 * MB), leftListAt: NOW }).transitions;
  expect(closed).toMatchObject({ evaluation: { decision: { kind: 'resolve' } }, notification: null });
});

test('a resolved alert goes to all who were notified of it, with the severity it had', () => {
  const open = anAlert(low, { id: 7, clearStreak: 1, severity: 'critical' });
  const hook = { receiver: 'traveller', recipient: 'bert@example.com' };
  const before = { ...nothing, alerts: new Map([[1, [open]]]), notifiedBefore: new Map([[7, [hook]]]) };
  const [resolved] = alertDecider(before, policy, NOW)(left(900 * MB)).transitions;
  expect(resolved?.notification).toMatchObject({
    change: 'resolved',
    severity: 'critical',
    addressees: [ops, hook],
  });
});

test('by the clock, figures count as old, however new they look', () => {
  const before = { ...nothing, facts: [left(50 * MB), { ...anEsim(), esim: 2 }] };
  const { transitions, due } = decideByClock(before, { ...policy, rules: [low, expiring] }, NOW);
  expect(transitions.map(({ esim, evaluation }) => [esim, evaluation.rule])).toEqual([
    [1, 'expiring'],
    [2, 'expiring'],
  ]);
  expect([...due.keys()]).toEqual([1, 2]);
});

test('the alert about the provider opens with the third consecutive failed poll', () => {
  const outcome = { kind: 'unreachable', detail: 'down', httpStatus: 503 } as const;
  const after = (failedPolls: number) =>
    decideProviderAlert(outcome, { ...nothing, failedPolls }, policy, NOW);
  expect(after(1)).toBeNull();
  expect(after(2)).toMatchObject({ esim: null, notification: { change: 'opened', addressees: [ops] } });
});
