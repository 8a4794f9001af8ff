import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NOON } from '../../test/polled-fleet.js';
import { DAY, HOUR, MINUTE } from '../time/instant.js';
import type { Reading } from '../usage/usage.js';
import { learn, type PollMemory } from './memory.js';
import { logRequests, type RequestLog, requestsLeft } from './request-log.js';
import { type Gaps, rhythmOf, withGap } from './rhythm.js';
import { timeUntilWorth } from './time-until-worth.js';

const MB = 2 ** 20;

function reading(at: number, remainingMb: number | null, allowanceMb = 1024): Reading {
  const remainingBytes = remainingMb === null ? null : remainingMb * MB;
  return {
    at,
    allowanceBytes: allowanceMb * MB,
    remainingBytes,
    packageStartedAt: null,
    packageEndsAt: null,
  };
}

describe('a poll teaches', () => {
  const polled = { polledAt: NOON, updatedAt: 7 };

  test('usage, the recent more than the earlier', () => {
    const once = learn(null, reading(NOON - 2 * HOUR, 500), reading(NOON, 300), polled).memory;
    expect(once).toMatchObject({ polledAt: NOON, updatedAt: 7, bytesPerHour: 100 * MB });
    const idle = learn(once, reading(NOON, 300), reading(NOON + 12 * HOUR, 300), polled).memory;
    expect((idle.bytesPerHour ?? 0) / MB).toBeCloseTo(100 / Math.E, 0);
  });

  test('when figures moved, and nothing of it while they are unchanged', () => {
    const { memory } = learn(null, reading(NOON - HOUR, 500), reading(NOON, 300), polled);
    expect(memory).toMatchObject({ movedAfter: NOON - HOUR, movedBy: NOON });
    const still = learn(memory, reading(NOON, 300), reading(NOON + HOUR, 300), polled);
    expect(still).toMatchObject({ memory: { movedAfter: NOON - HOUR, movedBy: NOON }, gap: null });
    const again = learn(still.memory, reading(NOON + 3 * HOUR, 300), reading(NOON + 4 * HOUR, 200), polled);
    expect(again.gap).toEqual({ shortest: 3 * HOUR, longest: 5 * HOUR });
  });

  test('nothing of use by a failure, a top-up, a missing figure or an answer out of order', () => {
    const known: PollMemory = { ...polled, movedAfter: 1, movedBy: 2, bytesPerHour: 3 };
    const last = reading(NOON - HOUR, 500);
    for (const after of [null, reading(NOON, 1500, 2048), reading(NOON, null), reading(NOON - DAY, 900)]) {
      expect(learn(known, last, after, polled)).toEqual({ memory: known, gap: null });
    }
  });

  test('no more use an hour than can be stored, whatever the figures do in a second', () => {
    const [full, overdrawn] = [2 ** 33, -(2 ** 33)].map((mb, index) => reading(NOON + index, mb - 1));
    const { memory } = learn(null, full ?? null, overdrawn ?? null, polled);
    expect(memory.bytesPerHour).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('a figure restated upwards is no negative use', () => {
    expect(learn(null, reading(NOON - HOUR, 100), reading(NOON, 300), polled).memory.bytesPerHour).toBe(0);
  });
});

describe('the rhythm', () => {
  const close = (middle: number) => ({ shortest: middle - 10 * MINUTE, longest: middle + 10 * MINUTE });

  test('is known after a dozen gaps seen closely', () => {
    let gaps: Gaps = [];
    for (const hours of [3, 3.5, 3.5, 4, 4, 4, 4, 4, 4.5, 4.5, 5]) gaps = withGap(gaps, close(hours * HOUR));
    expect(rhythmOf(gaps)).toBeNull();
    gaps = withGap(gaps, close(4 * HOUR));
    expect(rhythmOf(gaps)).toEqual({ soonest: 2.4 * HOUR, usual: 4 * HOUR });
  });

  test('is not learnt from vague observations, nor from idle days', () => {
    expect(withGap([], { shortest: HOUR, longest: 7 * HOUR })).toEqual([]);
    expect(withGap([], close(30 * HOUR))).toEqual([]);
  });

  test('follows a provider that changes, and keeps little', () => {
    let gaps: Gaps = [];
    for (let n = 0; n < 200; n++) gaps = withGap(gaps, close(n < 100 ? 4 * HOUR : 2 * HOUR));
    expect(gaps).toHaveLength(64);
    expect(rhythmOf(gaps)?.usual).toBe(2 * HOUR);
  });
});

test('a nextPoll is worth it when the expected delay has grown to the patience', () => {
  const certain = [
    { until: 100, chance: 1 },
    { until: 1e9, chance: 1 },
  ];
  expect(timeUntilWorth(50, certain, 1e6)).toBeCloseTo(100);
  expect(timeUntilWorth(150, certain, 1e6)).toBeCloseTo(200);
  expect(timeUntilWorth(150, certain, 199)).toBeNull();
  const late = [
    { until: 1000, chance: 0 },
    { until: 1010, chance: 1 },
  ];
  expect(timeUntilWorth(1, late, 1e6)).toBeCloseTo(1000 + Math.sqrt(20));
  expect(timeUntilWorth(1, late, 999)).toBeNull();
  expect(timeUntilWorth(99, late, 1e6)).toBeNull();
});

test('law: booked within the rest, no window of an hour sees more than the budget', () => {
  const wishes = fc.array(fc.record({ after: fc.nat(1_500), count: fc.nat(40) }), { maxLength: 80 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), wishes, (budget, wanted) => {
      let log: RequestLog = [];
      let now = NOON;
      const made: number[] = [];
      for (const { after, count } of wanted) {
        now += after;
        const granted = Math.min(count, requestsLeft(log, budget, now));
        log = logRequests(log, now, granted);
        for (let n = 0; n < granted; n++) made.push(now);
        expect(log.length).toBeLessThanOrEqual(61);
      }
      for (const from of made) {
        expect(made.filter((at) => at >= from && at < from + HOUR).length).toBeLessThanOrEqual(budget);
      }
    }),
  );
});

test('the whole budget is there again an hour and a minute later', () => {
  const log = logRequests([], NOON, 100);
  expect(requestsLeft(log, 100, NOON)).toBe(0);
  expect(requestsLeft(log, 100, NOON + HOUR)).toBe(0);
  expect(requestsLeft(log, 100, NOON + HOUR + MINUTE)).toBe(100);
});
