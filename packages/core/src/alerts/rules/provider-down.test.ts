import { expect, test } from 'vitest';
import { NOW } from '../../../test/esim.js';
import type { Alert, Evaluation } from '../alert.js';
import { evaluateProvider } from './provider-down.js';

const unreachable = (failuresRunning: number) =>
  ({ kind: 'unreachable', failuresRunning, detail: 'time-out' }) as const;
const refused = { kind: 'refused', failuresRunning: 1, detail: 'HTTP 401' } as const;
const ok = { kind: 'ok', failuresRunning: 0, detail: '' } as const;
const open = (step: number): Alert => ({
  id: 1,
  rule: 'provider-down',
  ruleType: 'provider-down',
  esim: null,
  epoch: 0,
  state: 'open',
  severity: 'critical',
  step,
  openedAt: NOW,
  changedAt: NOW,
  resolvedAt: null,
  reason: '',
  clearStreak: 0,
  acknowledgedAt: null,
});
const resolved: Alert = { ...open(0), state: 'resolved', resolvedAt: NOW };
const decisionOf = (evaluation: Evaluation | null) => evaluation?.decision ?? null;

test('three failed cycles running, not two', () => {
  expect(evaluateProvider(unreachable(2), null, NOW)).toBeNull();
  expect(decisionOf(evaluateProvider(unreachable(3), null, NOW))).toMatchObject({
    kind: 'open',
    severity: 'critical',
    reason: 'the provider cannot be reached, 3 failed cycles running: time-out',
  });
});

test('a refused token at once, also on top of an outage', () => {
  expect(decisionOf(evaluateProvider(refused, null, NOW))).toMatchObject({
    kind: 'open',
    severity: 'critical',
  });
  expect(decisionOf(evaluateProvider(refused, open(1), NOW))).toMatchObject({ kind: 'escalate' });
});

test('told once while it lasts', () => {
  expect(evaluateProvider(unreachable(4), open(1), NOW)).toBeNull();
  expect(evaluateProvider(unreachable(1), open(1), NOW)).toBeNull();
  expect(evaluateProvider(refused, open(2), NOW)).toBeNull();
  expect(evaluateProvider(unreachable(5), open(2), NOW)).toBeNull();
});

test('told when it answers again, and armed anew', () => {
  expect(decisionOf(evaluateProvider(ok, open(2), NOW))).toEqual({
    kind: 'resolve',
    silent: false,
    step: 0,
    reason: 'the provider answers again',
  });
  expect(evaluateProvider(ok, null, NOW)).toBeNull();
  expect(evaluateProvider(ok, resolved, NOW)).toBeNull();
  expect(decisionOf(evaluateProvider(unreachable(3), resolved, NOW))?.kind).toBe('open');
});
