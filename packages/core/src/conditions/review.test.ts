import fc from 'fast-check';
import { expect, test } from 'vitest';
import { POLLED_BY_DEFAULT } from '../fleet/status.js';
import { DAY, HOUR } from '../time/instant.js';
import type { Rejected, UsageDetails } from '../usage/usage.js';
import { concernsTheFleet, keyOf } from './condition.js';
import { listLacks } from './list-gaps.js';
import { NOTHING_OBSERVED, observeUsage, type PollObservation } from './observe.js';
import { type ConditionMemory, NO_CONDITIONS, type ReviewedPoll, reviewConditions } from './review.js';

const NOW = 1_770_000_000;
const GOOD: ReviewedPoll = {
  observed: { ...NOTHING_OBSERVED, gap: null },
  outcome: { kind: 'ok' },
  fleet: { failing: 0, of: 20 },
  byStatus: new Map([['INSTALLED', 20]]),
  polled: POLLED_BY_DEFAULT,
};

const DETAILS: UsageDetails = {
  iccid: '8944500000000000011',
  esimId: null,
  status: null,
  startedAt: NOW,
  endsAt: NOW + DAY,
  allowed: 1024,
  remaining: 1,
  days: [{ date: '2026-03-01', location: 'France', used: 1 }],
  rejected: [],
};

/** `faulty` of ten usage answers, the others as ever. */
function usage(faulty: number, change: Partial<UsageDetails>): PollObservation {
  const answers = Array.from({ length: 10 }, (_, number) => {
    const details = number < faulty ? { ...DETAILS, ...change } : DETAILS;
    return { details, rejected: details.rejected, rejectedOfHistory: null, metered: true };
  });
  return { ...GOOD.observed, ...observeUsage(answers, 0) };
}

const kindsOf = ({ open }: ConditionMemory) => open.map(({ condition }) => condition.kind);

/** Plays polls an hour apart; what began and ended with each, as keys. */
function play(polls: readonly Partial<ReviewedPoll>[], every = HOUR) {
  let memory = NO_CONDITIONS;
  return polls.map((poll, index) => {
    const review = reviewConditions({ ...GOOD, ...poll }, memory, NOW + index * every);
    memory = review.memory;
    const keys = (list: typeof review.began) => list.map(({ condition }) => keyOf(condition));
    return { began: keys(review.began), ended: keys(review.ended), open: kindsOf(memory) };
  });
}

test('each condition is notified once when it begins and once when it ends, whatever polls find meanwhile', () => {
  const gaps = fc.constantFrom(
    undefined,
    null,
    { kind: 'cut', proven: true, detail: 'x' } as const,
    { kind: 'lacking', listed: 0, missing: 5, known: 5 } as const,
  );
  const poll = fc.record({
    outcome: fc.constantFrom<ReviewedPoll['outcome'][]>(
      { kind: 'ok' },
      { kind: 'ended-early' },
      { kind: 'failed', detail: 'down', httpStatus: 503 },
    ),
    fleet: fc.record({ failing: fc.nat(20), of: fc.constant(20) }),
    byStatus: fc
      .dictionary(fc.constantFrom('PAUSED', 'ACTIVE', 'LOST'), fc.integer({ min: 1, max: 9 }))
      .map((counts) => new Map(Object.entries(counts))),
    observed: fc.tuple(gaps, fc.nat(10)).map(([gap, faulty]) => ({
      ...usage(faulty, { endsAt: null, rejected: [{ what: 'figure', reason: 'odd', sample: '' }] }),
      ...(gap === undefined ? {} : { gap }),
    })),
  });
  fc.assert(
    fc.property(fc.array(poll, { maxLength: 12 }), (polls) => {
      const notified = new Set<string>();
      let memory = NO_CONDITIONS;
      for (const [index, one] of polls.entries()) {
        const review = reviewConditions({ ...GOOD, ...one } as ReviewedPoll, memory, NOW + index * HOUR);
        memory = review.memory;
        for (const { condition } of review.ended) expect(notified.delete(keyOf(condition))).toBe(true);
        for (const { condition } of review.began) {
          expect(notified.has(keyOf(condition))).toBe(false);
          notified.add(keyOf(condition));
        }
        const open = memory.open.filter((told) => told.notified).map(({ condition }) => keyOf(condition));
        expect(new Set(open)).toEqual(notified);
        expect(new Set(memory.open.map(({ condition }) => keyOf(condition))).size).toBe(memory.open.length);
      }
    }),
  );
});

test('a poll without evidence leaves conditions as they are', () => {
  const bad = { fleet: { failing: 5, of: 20 } };
  const failed = { outcome: { kind: 'failed', detail: '', httpStatus: 500 } } as const;
  const stopped = { outcome: { kind: 'ended-early' } } as const;
  expect(play([bad, failed, stopped, {}])).toEqual([
    { began: ['esims-failing'], ended: [], open: ['esims-failing'] },
    { began: [], ended: [], open: ['esims-failing', 'provider-failing'] },
    { began: [], ended: [], open: ['esims-failing', 'provider-failing'] },
    { began: [], ended: ['esims-failing'], open: [] },
  ]);
});

test.each([
  [2, 2, false],
  [2, 5, false],
  [3, 30, true],
  [3, 31, false],
  [9, 100, false],
  [10, 100, true],
])('%d of %d is a matter of the fleet: %s', (count, of, expected) => {
  expect(concernsTheFleet(count, of)).toBe(expected);
});

test('a condition that goes up and down around the threshold begins once', () => {
  const failing = (count: number) => ({ fleet: { failing: count, of: 20 } });
  const notified = play([3, 2, 3, 2, 3, 1].map(failing)).flatMap(({ began, ended }) => [...began, ...ended]);
  expect(notified).toEqual(['esims-failing', 'esims-failing']);
});

test('a condition that comes and goes with every poll is notified twice a day, and again once it lasts', () => {
  const bad = { fleet: { failing: 12, of: 20 } };
  const flapping = Array.from({ length: 20 }, (_, number) => (number % 2 === 0 ? bad : {}));
  const count = (played: ReturnType<typeof play>) => [
    played.flatMap(({ began }) => began).length,
    played.flatMap(({ ended }) => ended).length,
  ];
  expect(count(play(flapping, HOUR / 4))).toEqual([2, 2]);
  expect(count(play([...flapping, bad, bad, bad, bad, bad, bad, {}], HOUR / 4))).toEqual([3, 3]);
  expect(count(play([...flapping, ...Array(100).fill({}), bad, {}], HOUR / 4))).toEqual([3, 3]);
});

test('a row that cannot be read beside others is no new form of all', () => {
  const rejected = [{ what: 'daily-row', reason: 'date is unreadable', sample: '{}' }] as const;
  expect(play([{ observed: usage(10, { rejected }) }])[0]?.open).toEqual([]);
  expect(play([{ observed: usage(10, { rejected, days: [] }) }])[0]?.open).toEqual(['unreadable']);
});

test('answers that are not read, because they are equal, end nothing and begin nothing', () => {
  const gone = usage(10, { endsAt: null });
  const same = { ...GOOD.observed, ...observeUsage([], 10) };
  const few = {
    ...GOOD.observed,
    ...observeUsage(
      [{ details: { ...DETAILS, endsAt: null }, rejected: [], rejectedOfHistory: null, metered: true }],
      9,
    ),
  };
  const polls = [usage(0, {}), few, gone, same, few, usage(0, {})].map((observed) => ({ observed }));
  expect(play(polls).map(({ open }) => open)).toEqual([
    [],
    [],
    ['field-gone'],
    ['field-gone'],
    ['field-gone'],
    [],
  ]);
});

test('histories are not requested with every poll, so that silence about them ends nothing', () => {
  const bad = [{ what: 'figure', reason: 'price is unreadable', sample: '{}' }] as const;
  const histories = (count: number, rejectedOfHistory: readonly Rejected[]) => ({
    observed: {
      ...GOOD.observed,
      ...observeUsage(
        Array.from({ length: count }, () => ({
          details: DETAILS,
          rejected: [],
          rejectedOfHistory,
          metered: true,
        })),
        10 - count,
      ),
    },
  });
  const played = play([histories(10, bad), {}, histories(1, []), histories(1, bad), {}, histories(5, [])]);
  expect(played.map(({ open }) => open.length)).toEqual([1, 1, 1, 1, 1, 0]);
  expect(played.flatMap(({ began, ended }) => [...began, ...ended])).toEqual(
    Array(2).fill('unreadable history price is unreadable'),
  );
});

test('a status is new for a week, and not again once it was seen', () => {
  const seen = (...statuses: string[]) => ({
    byStatus: new Map(statuses.map((one) => [one, 4])),
  });
  const days = [seen('PAUSED', 'ACTIVE'), seen('PAUSED'), seen(), seen('PAUSED'), seen('LOST')];
  expect(play(days, DAY).map(({ began, ended }) => [began, ended])).toEqual([
    [['new-status PAUSED'], []],
    [[], []],
    [[], ['new-status PAUSED']],
    [[], []],
    [['new-status LOST'], []],
  ]);
  expect(
    play(
      Array.from({ length: 9 }, () => seen('PAUSED')),
      DAY,
    ).findIndex(({ ended }) => ended.length > 0),
  ).toBe(7);
  const named = { ...seen('PAUSED'), polled: { only: ['PAUSED'] } };
  expect(play([named])[0]?.open).toEqual([]);
});

test('an empty list is never believed while eSIMs were known; one that lacks most is after a week', () => {
  const lacks = (listed: number, missing: number, known: number, since: number | null = null) =>
    listLacks(listed, { missing, known }, since, NOW) !== null;
  expect(lacks(0, 0, 0)).toBe(false);
  expect(lacks(0, 1, 1, NOW - 30 * DAY)).toBe(true);
  expect(lacks(2, 1, 3)).toBe(false);
  expect(lacks(5, 5, 10)).toBe(false);
  expect(lacks(4, 6, 10)).toBe(true);
  expect(lacks(4, 6, 10, NOW - 6 * DAY)).toBe(true);
  expect(lacks(4, 6, 10, NOW - 7 * DAY)).toBe(false);
});
