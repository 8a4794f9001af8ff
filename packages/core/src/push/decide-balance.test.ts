import fc from 'fast-check';
import { expect, test } from 'vitest';
import { NOW } from '../../test/esim.js';
import type { Alert } from '../alerts/alert.js';
import { notifiedOf } from '../alerts/alert.js';
import type { AlertPolicy } from '../alerts/decide-alerts.js';
import type { BalanceMemory } from './decide-balance.js';
import { decideBalance } from './decide-balance.js';
import type { BalanceChange, BalanceEvent } from './event.js';

const policy: AlertPolicy = {
  rules: [],
  polled: { allBut: [] },
  receivers: [
    {
      name: 'ops',
      recipients: ['ops@example.com'],
      repeat: null,
      quietHours: null,
    },
  ] as unknown as AlertPolicy['receivers'],
  routes: [],
};

function event(change: BalanceChange, at: number | null, more: Partial<BalanceEvent> = {}): BalanceEvent {
  const figures = { balance: '12.30', threshold: '50', currency: 'USD' };
  return { kind: 'balance', change, at, digest: `${change} ${at}`, ...figures, ...more };
}

/** The stored state after events that came in this order, and the changes that people were notified of. */
function after(events: readonly BalanceEvent[]) {
  let alert: Alert | null = null;
  let memory: BalanceMemory | null = null;
  const notified: string[] = [];
  for (const one of events) {
    const changes = decideBalance(
      one,
      { accountAlert: alert, memory, notifiedBefore: new Map() },
      policy,
      NOW,
    );
    memory = changes.memory;
    const evaluation = changes.transition?.evaluation;
    if (!evaluation) continue;
    const { decision } = evaluation;
    if (changes.transition?.notification) notified.push(changes.transition.notification.change);
    alert = {
      ...{ id: 1, rule: evaluation.rule, ruleType: evaluation.ruleType, esim: null, epoch: 0 },
      ...{ openedAt: NOW, changedAt: NOW, resolvedAt: null, clearStreak: 0, acknowledgedAt: null },
      severity: 'severity' in decision ? decision.severity : ((alert as Alert | null)?.severity ?? 'warning'),
      state: decision.kind === 'resolve' ? 'resolved' : 'open',
      notified: decision.kind === 'open' || decision.kind === 'escalate' ? notifiedOf(decision.reason) : null,
      reason: decision.reason,
    } as Alert;
  }
  return { notified, state: alert?.state ?? 'none', severity: alert?.severity ?? null, memory };
}

test('a low balance opens one alert, an insufficient one escalates it, and a top-up resolves it', () => {
  const { notified, state } = after([
    event('low', NOW - 30),
    event('low', NOW - 25, { balance: '11.00' }),
    event('insufficient', NOW - 20),
    event('low', NOW - 10),
    event('topped-up', NOW),
  ]);
  expect(notified).toEqual(['opened', 'escalated', 'resolved']);
  expect(state).toBe('resolved');
});

test('after a top-up, neither a repeated event nor one that comes late opens the alert again', () => {
  const low = event('low', NOW - 30);
  const { notified, state } = after([
    low,
    event('topped-up', NOW - 5),
    low,
    event('insufficient', NOW - 20),
    low,
  ]);
  expect(notified).toEqual(['opened', 'resolved']);
  expect(state).toBe('resolved');
});

test('an event without a time is recognised by its content', () => {
  const low = event('low', null, { digest: 'same' });
  expect(after([low, low, low]).notified).toEqual(['opened']);
});

test('a clock of the provider that is ahead does not keep later events out', () => {
  expect(after([event('low', NOW + 86_400), event('insufficient', NOW + 10)]).severity).toBe('critical');
});

test('the last event alone decides, in whatever order and however often events come', () => {
  const anyEvent = fc
    .record({
      change: fc.constantFrom<BalanceChange>('low', 'insufficient', 'topped-up'),
      ago: fc.integer({ min: 0, max: 5 }),
    })
    .map(({ change, ago }) => event(change, NOW - ago));
  fc.assert(
    fc.property(
      fc.array(anyEvent, { minLength: 1, maxLength: 12 }),
      fc.infiniteStream(fc.nat()),
      (events, random) => {
        const order = (list: readonly BalanceEvent[]) =>
          list.map((one) => ({ one, key: random.next().value as number })).sort((a, b) => a.key - b.key);
        const shuffled = order([...events, ...events]).map(({ one }) => one);
        const [once, often] = [after(events), after(shuffled)];
        const isOpen = ({ state }: typeof once) => state === 'open';
        expect(isOpen(often)).toBe(isOpen(once));
        expect({ ...often.memory, seen: [] }).toEqual({ ...once.memory, seen: [] });
        if (isOpen(once)) expect(often.memory?.change).toBe(once.memory?.change);
      },
    ),
  );
});
