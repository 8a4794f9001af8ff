import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Pace } from './pace.js';

const HOUR_MS = 3_600_000;

/** Starts requests as early as the pace allows, each wanted so many milliseconds after the one before. */
function starts(pace: Pace, gaps: readonly number[]): number[] {
  let now = 0;
  return gaps.map((gap) => {
    now = Math.max(now + gap, pace.next().at);
    pace.take(now);
    return now;
  });
}

const limits = fc.record({
  perSecond: fc.double({ min: 0.1, max: 50, noNaN: true }),
  burst: fc.integer({ min: 1, max: 8 }),
  perHour: fc.option(fc.integer({ min: 1, max: 40 })),
});
const gaps = fc.array(fc.oneof(fc.constant(0), fc.nat(2_000), fc.nat(2 * HOUR_MS)), { maxLength: 120 });

test('no span of time sees more requests than allowed', () => {
  fc.assert(
    fc.property(limits, gaps, (limit, wanted) => {
      const at = starts(new Pace(limit), wanted);
      for (const [first, from] of at.entries()) {
        for (const [last, to] of at.entries()) {
          if (last < first) continue;
          const count = last - first + 1;
          expect(count).toBeLessThanOrEqual(limit.burst + ((to - from) / 1000) * limit.perSecond + 1e-6);
          if (limit.perHour !== null && to < from + HOUR_MS) expect(count).toBeLessThanOrEqual(limit.perHour);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('nothing waits longer than the limits require', () => {
  const pace = new Pace({ perSecond: 2, burst: 2, perHour: 4 });
  expect(starts(pace, [0, 0, 0, 0, 0, 0])).toEqual([0, 0, 500, 1000, HOUR_MS, HOUR_MS]);
});

test('returns the cause of a delay, and never shortens a pause', () => {
  const pace = new Pace({ perSecond: 1, burst: 1, perHour: 2 });
  pace.take(0);
  expect(pace.next()).toEqual({ at: 1000, brake: 'per-second' });
  pace.pauseUntil(5000);
  pace.pauseUntil(2000);
  expect(pace.next()).toEqual({ at: 5000, brake: 'provider' });
  pace.take(5000);
  expect(pace.next()).toEqual({ at: HOUR_MS, brake: 'per-hour' });
});

test('requests a former process made count until they are an hour old', () => {
  const pace = new Pace({ perSecond: 1000, burst: 1000, perHour: 3 });
  pace.takeEarlier(
    [
      { secondsAgo: 60, count: 1 },
      { secondsAgo: 3_000, count: 2 },
    ],
    5_000,
  );
  expect(pace.next()).toEqual({ at: 5_000 + 600_000, brake: 'per-hour' });
  expect(starts(pace, [700_000, 0, 0])).toEqual([700_000, 700_000, 5_000 + 3_540_000]);
});
