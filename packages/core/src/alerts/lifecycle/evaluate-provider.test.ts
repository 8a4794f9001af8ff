import { expect, test } from 'vitest';
import { NOW } from '../../../test/esim.js';
import { sentenceOf } from '../../wording/sentences.js';
import type { Alert, Evaluation } from '../alert.js';
import { evaluateProvider } from './evaluate-provider.js';

const unreachable = (failuresRunning: number) =>
  ({ kind: 'unreachable', failuresRunning, detail: 'time-out', httpStatus: null }) as const;
const refused = { kind: 'refused', failuresRunning: 1, detail: 'no', httpStatus: 401 } as const;
const ok = { kind: 'ok', failuresRunning: 0, detail: '', httpStatus: 200 } as const;
const open = (rank: number): Alert => ({
  id: 1,
  rule: 'provider-down',
  ruleType: 'provider-down',
  esim: null,
  epoch: 0,
  state: 'open',
  severity: 'critical',
  notified: { kind: 'recorded', rank },
  openedAt: NOW,
  changedAt: NOW,
  resolvedAt: null,
  reason: { kind: 'recorded', text: '' },
  clearStreak: 0,
  acknowledgedAt: null,
});
const resolved: Alert = { ...open(1), notified: null, state: 'resolved', resolvedAt: NOW };
const reasonOf = (evaluation: Evaluation | null) =>
  evaluation && sentenceOf(evaluation.decision.reason, { now: NOW, zone: 'UTC' });
const decisionOf = (evaluation: Evaluation | null) => evaluation?.decision ?? null;

test('three consecutive failed cycles, not two', () => {
  expect(evaluateProvider(unreachable(2), null, NOW)).toBeNull();
  const outage = evaluateProvider(unreachable(3), null, NOW);
  expect(decisionOf(outage)).toMatchObject({ kind: 'open', severity: 'critical' });
  expect(reasonOf(outage)).toBe('the provider API has failed in 3 consecutive polls (time-out)');
});

test('a rejected token at once, also on top of an outage', () => {
  const rejected = evaluateProvider(refused, null, NOW);
  expect(decisionOf(rejected)).toMatchObject({ kind: 'open', severity: 'critical' });
  expect(reasonOf(rejected)).toBe('the provider rejected the API token (HTTP 401)');
  expect(decisionOf(evaluateProvider(refused, open(1), NOW))).toMatchObject({ kind: 'escalate' });
});

test('notified once while it lasts', () => {
  expect(evaluateProvider(unreachable(4), open(1), NOW)).toBeNull();
  expect(evaluateProvider(unreachable(1), open(1), NOW)).toBeNull();
  expect(evaluateProvider(refused, open(2), NOW)).toBeNull();
  expect(evaluateProvider(unreachable(5), open(2), NOW)).toBeNull();
});

test('resolved when it answers again, and re-armed', () => {
  const over = evaluateProvider(ok, open(2), NOW + 42 * 60);
  expect(decisionOf(over)).toMatchObject({ kind: 'resolve', silent: false, rearm: true });
  expect(reasonOf(over)).toBe('the provider API is responding again (down for 42 min)');
  expect(evaluateProvider(ok, null, NOW)).toBeNull();
  expect(evaluateProvider(ok, resolved, NOW)).toBeNull();
  expect(decisionOf(evaluateProvider(unreachable(3), resolved, NOW))?.kind).toBe('open');
});
