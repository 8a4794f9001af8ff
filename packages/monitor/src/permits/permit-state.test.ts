import fc from 'fast-check';
import { expect, test } from 'vitest';
import { afterRequest, NO_REQUESTS, pausePermits, type Slice, takePermits } from './permit-state.js';

const NOON = Date.UTC(2026, 2, 10, 12);
const calm = { perSecond: 5, perHour: null };

test('however many each worker takes, no second starts more than allowed', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ wanted: fc.integer({ min: 1, max: 20 }), afterMs: fc.nat({ max: 1_500 }) }), {
        minLength: 1,
        maxLength: 40,
      }),
      (takes) => {
        let state = NO_REQUESTS;
        let now = NOON;
        const starts: number[] = [];
        for (const { wanted, afterMs } of takes) {
          now += afterMs;
          const taken = takePermits(state, calm, wanted, now);
          state = taken.state;
          const { count, from, everyMs } = taken.granted as Slice;
          for (let index = 0; index < count; index++) starts.push(from + index * everyMs);
        }
        for (const start of starts) {
          expect(
            starts.filter((other) => other >= start && other < start + 999.999).length,
          ).toBeLessThanOrEqual(calm.perSecond);
        }
      },
    ),
  );
});

test('the hour is one budget, and a refusal says for how long', () => {
  const limits = { perSecond: 1_000, perHour: 10 };
  const first = takePermits(NO_REQUESTS, limits, 8, NOON);
  const second = takePermits(first.state, limits, 8, NOON + 60_000);
  expect([first.granted, second.granted]).toMatchObject([{ count: 8 }, { count: 2 }]);
  expect(takePermits(second.state, limits, 1, NOON + 120_000).granted).toEqual({
    brake: 'per-hour',
    waitMs: 3_660_000 - 120_000,
  });
  expect(takePermits(second.state, limits, 9, NOON + 3_660_000).granted).toMatchObject({ count: 8 });
});

test('a pause that the provider requires is one of all', () => {
  const paused = pausePermits(pausePermits(NO_REQUESTS, NOON + 9_000), NOON + 5_000);
  expect(takePermits(paused, calm, 1, NOON).granted).toEqual({ brake: 'provider', waitMs: 9_000 });
  expect(takePermits(paused, calm, 1, NOON + 9_000).granted).toMatchObject({ count: 1 });
});

test('failures of all count, and one of all makes the probe', () => {
  let state = NO_REQUESTS;
  for (let failures = 0; failures < 10; failures++) state = afterRequest(state, 'failed', NOON, 10);
  expect(takePermits(state, calm, 4, NOON).granted).toEqual({ brake: 'breaker', waitMs: 10_000 });
  const probe = takePermits(state, calm, 4, NOON + 10_000);
  expect(probe.granted).toMatchObject({ count: 1 });
  expect(takePermits(probe.state, calm, 4, NOON + 10_000).granted).toMatchObject({ brake: 'breaker' });
  const healthy = afterRequest(probe.state, 'answered', NOON + 11_000, 10);
  expect(takePermits(healthy, calm, 4, NOON + 11_000).granted).toMatchObject({ count: 4 });
});
