import { expect, test } from 'vitest';
import { simulate } from './asking.js';

test('a crossing is the first second at which the share is reached', async () => {
  const simulator = await simulate({ size: 300, mix: { traveller: 1 } });
  simulator.clock.advance(90 * 86_400);
  const { truth } = simulator;
  let crossings = 0;
  for (const iccid of truth.iccids()) {
    for (const share of [0.25, 0.1, 0]) {
      for (const { at, allowanceBytes } of truth.crossings(iccid, share)) {
        crossings++;
        expect(truth.remainingBytes(iccid, at)).toBeLessThanOrEqual(allowanceBytes * share);
        const before = truth.remainingBytes(iccid, at - 1);
        // Only a purchase or the share itself is between the two seconds.
        const bought = truth
          .esim(iccid)
          .packages.some(({ purchases }) => purchases.some((one) => one.at === at));
        if (!bought) expect(before).toBeGreaterThan(allowanceBytes * share);
      }
    }
    expect(truth.crossing(iccid, 0.25)).toBe(truth.crossings(iccid, 0.25)[0]?.at ?? null);
  }
  expect(crossings).toBeGreaterThan(300);
});

test('an eSIM is the same by index and by ICCID', async () => {
  const { truth } = await simulate({ size: 20, mix: { traveller: 1 } });
  truth.iccids().forEach((iccid, index) => {
    expect(truth.esim(iccid)).toEqual(truth.esim(index));
  });
});

test('who is not there is not there', async () => {
  const { truth } = await simulate({ size: 2 });
  expect(() => truth.esim(2)).toThrow(RangeError);
  expect(() => truth.esim(-1)).toThrow(RangeError);
  expect(() => truth.remainingBytes('894000000000029365', 0)).toThrow(RangeError);
});
