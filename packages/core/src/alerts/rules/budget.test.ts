import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { applyAll } from '../../../test/esim.js';
import { DAY } from '../../time/instant.js';
import { instantsOf } from '../../time/month.js';
import { ENGLISH } from '../../wording/english.js';
import { sentenceOf } from '../../wording/sentences.js';
import type { Alert } from '../alert.js';
import { type BudgetsBefore, decideBudgets } from '../decide-budgets.js';
import type { BudgetState } from '../lifecycle/evaluate-budget.js';
import { namedByReason } from '../notifying/subject.js';
import { type BudgetRule, judgeBudget, percentSpent } from './budget.js';
import { BudgetTotal, type SpentRow } from './budget-total.js';

const ZONE = 'Europe/London';
const MONTH = '2026-11';
const INSTANTS = instantsOf(MONTH, ZONE);
const HALF = INSTANTS.from + 15 * DAY;

const rule: BudgetRule = {
  name: 'sales',
  type: 'budget',
  match: { cost_centre: 'sales-*' },
  period: 'month',
  limit: { amount: '500', currency: 'USD' },
  warning: [80],
  critical: [100],
};

function bought(price: string | null, currency = 'USD', more: Partial<SpentRow> = {}): SpentRow {
  const subject = { iccid: '8944', status: 'INSTALLED', label: null, costCentre: 'Sales-UK', project: null };
  return { ...subject, type: 'esim', price, currency, ...more };
}

function stateOf(rows: readonly SpentRow[], of: BudgetRule = rule, month = MONTH): BudgetState {
  const total = new BudgetTotal(of);
  for (const row of rows) total.spend(row);
  return { rule: of, period: { month, instants: instantsOf(month, ZONE) }, total };
}

const judged = (rows: readonly SpentRow[], of = rule, now = HALF) => {
  const { total, period } = stateOf(rows, of);
  return judgeBudget(of, total, period, now);
};

describe('what counts', () => {
  test('is exact, of the eSIMs that match, in the currency of the limit, refunds subtracted', () => {
    const verdict = judged([
      bought('399.99'),
      bought('0.01', 'usd'),
      bought('1000', 'USD', { costCentre: 'marketing' }),
      bought('12.50', 'EUR'),
      bought('10', 'USD'),
      bought('10', 'USD', { type: 'refund' }),
      bought(null),
      bought('5', ''),
    ]);
    expect(verdict.finding).toMatchObject({
      measured: { spent: '400.00', otherCurrencies: { EUR: '12.50' }, uncounted: 2, forecast: '800.00' },
      reached: { severity: 'warning', percent: 80 },
      next: { severity: 'critical', percent: 100 },
    });
    expect(sentenceOf(verdict.finding, { now: HALF, zone: ZONE }, ENGLISH)).toBe(
      "400.00 USD of 500 USD spent (80 %) in November 2026, at or above 80 %; forecast for the month's end: 800.00 USD (160 %); not counted: 12.50 EUR and 2 purchases without a price or currency",
    );
    expect(judged([bought('399.999')]).rank).toBe(0);
  });

  test('is bytes where the limit is a size', () => {
    const data: BudgetRule = { ...rule, limit: { bytes: 1000 } };
    const total = new BudgetTotal(data);
    total.spend(bought('5000'));
    total.use({ ...bought('0'), usedBytes: 1001 });
    total.use({ ...bought('0', 'USD', { costCentre: null }), usedBytes: 9000 });
    const { finding } = judgeBudget(data, total, { month: MONTH, instants: INSTANTS }, HALF);
    expect(finding).toMatchObject({
      measured: { spent: '1001', forecast: '2002' },
      reached: { percent: 100 },
    });
  });

  test('gives no forecast on the first day', () => {
    expect(judged([bought('1')], rule, INSTANTS.from + DAY - 1).finding.measured.forecast).toBeNull();
  });
});

test('a threshold is reached exactly when its share of the limit is spent', () => {
  const cents = fc.integer({ min: 0, max: 200_000 });
  fc.assert(
    fc.property(fc.array(cents, { maxLength: 20 }), fc.integer({ min: 1, max: 200_000 }), (spent, limit) => {
      const amount = (of: number) => `${Math.floor(of / 100)}.${String(of % 100).padStart(2, '0')}`;
      const of = { ...rule, limit: { amount: amount(limit), currency: 'USD' } };
      const { finding } = judged(
        spent.map((one) => bought(amount(one))),
        of,
      );
      const sum = spent.reduce((a, b) => a + b, 0);
      const expected = sum >= limit ? 100 : sum * 100 >= limit * 80 ? 80 : null;
      expect(finding.reached?.percent ?? null).toBe(expected);
      expect(percentSpent(finding.measured)).toBeCloseTo((sum / limit) * 100, 2);
    }),
  );
});

describe('the alert of a budget', () => {
  const policy = { receivers: [{ name: 'ops', recipients: ['ops@example.com'] }], routes: [] };
  const before = (alerts: readonly Alert[]): BudgetsBefore => ({ alerts, notifiedBefore: new Map() });
  const step = (alerts: readonly Alert[], state: BudgetState | null, now: number) => {
    const changes = decideBudgets(state === null ? [] : [state], before(alerts), policy, now);
    const applied = applyAll(
      alerts,
      changes.transitions.map(({ evaluation }) => evaluation),
      now,
      null,
    );
    return {
      changes,
      alerts: applied.map((alert) => ({ ...alert, reason: changes.reasons.get(alert.id) ?? alert.reason })),
    };
  };
  const told = ({ changes }: ReturnType<typeof step>) =>
    changes.transitions.flatMap(({ notification }) => (notification === null ? [] : notification.change));

  test('notifies each threshold once, keeps its figures up to date, and ends silently with the month', () => {
    const opened = step([], stateOf([bought('410')]), HALF);
    expect(told(opened)).toEqual(['opened']);
    expect(opened.alerts[0]).toMatchObject({ epoch: 202611, esim: null, severity: 'warning' });
    expect(opened.alerts[0] && namedByReason(opened.alerts[0]).costCentre).toBe('sales-*');

    const more = step(opened.alerts, stateOf([bought('450')]), HALF + 60);
    expect(told(more)).toEqual([]);
    expect(more.alerts[0]?.reason).toMatchObject({ measured: { spent: '450' } });

    const over = step(more.alerts, stateOf([bought('500')]), HALF + 120);
    expect(told(over)).toEqual(['escalated']);

    const next = step(over.alerts, stateOf([], rule, '2026-12'), INSTANTS.to);
    expect(told(next)).toEqual([]);
    expect(next.alerts[0]).toMatchObject({ state: 'resolved', reason: { kind: 'month-ended' } });
    expect(told(step(next.alerts, stateOf([bought('400')], rule, '2026-12'), INSTANTS.to + 60))).toEqual([
      'opened',
    ]);
  });

  test('an edit repeats nothing and loses nothing', () => {
    const { alerts } = step([], stateOf([bought('425')]), HALF);
    const edited = (change: Partial<BudgetRule>) =>
      step(alerts, stateOf([bought('425')], { ...rule, ...change }), HALF + 60);
    expect(told(edited({ warning: [82] }))).toEqual([]);
    expect(told(edited({ warning: [50, 80] }))).toEqual([]);
    expect(told(edited({ warning: [50], critical: [80] }))).toEqual(['escalated']);
    expect(told(edited({ limit: { amount: '400', currency: 'USD' } }))).toEqual(['escalated']);
    expect(told(edited({ limit: { amount: '5000', currency: 'USD' } }))).toEqual(['resolved']);
    expect(told(step(alerts, null, HALF + 60))).toEqual([]);
    expect(step(alerts, null, HALF + 60).alerts[0]).toMatchObject({ state: 'resolved' });
  });

  test('what only became known after the month is notified once, and then ends silently', () => {
    const late = step([], stateOf([bought('505')]), INSTANTS.to + 60);
    expect(told(late)).toEqual(['opened']);
    const after = step(late.alerts, stateOf([bought('505')]), INSTANTS.to + 120);
    expect(told(after)).toEqual([]);
    expect(after.alerts[0]).toMatchObject({ state: 'resolved', reason: { kind: 'month-ended' } });
    expect(told(step(after.alerts, stateOf([bought('505')]), INSTANTS.to + 180))).toEqual([]);
  });
});
