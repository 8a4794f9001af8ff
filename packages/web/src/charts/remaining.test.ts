import { DAY, type Reading } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { plotRemaining } from './remaining.js';

const reading = (
  at: number,
  remainingBytes: number | null,
  packageEndsAt: number | null = null,
): Reading => ({
  at,
  allowanceBytes: 1_000,
  remainingBytes,
  packageStartedAt: null,
  packageEndsAt,
});

test('there is no line without two readings of remaining data', () => {
  const readings = [reading(0, 900), reading(DAY, null)];
  expect(plotRemaining({ readings, forecast: null, now: DAY })).toBeNull();
});

test('a top-up begins another line instead of drawing one upwards', () => {
  const readings = [reading(0, 900), reading(DAY, 500), reading(2 * DAY, 1_000), reading(3 * DAY, 800)];
  const plot = plotRemaining({ readings, forecast: null, now: 3 * DAY });
  expect(plot?.lines.map((line) => line.map(({ bytes }) => bytes))).toEqual([
    [900, 500],
    [1_000, 800],
  ]);
});

test('the forecast ends where data runs out, or where the plot does', () => {
  const readings = [reading(0, 1_000), reading(10 * DAY, 500)];
  const near = plotRemaining({ readings, forecast: { emptyAt: 12 * DAY }, now: 10 * DAY });
  expect(near?.forecast?.[1]).toEqual({ at: 12 * DAY, bytes: 0 });

  const far = plotRemaining({ readings, forecast: { emptyAt: 22 * DAY }, now: 10 * DAY });
  expect(far?.to).toBe(16 * DAY);
  expect(far?.forecast?.[1]).toEqual({ at: 16 * DAY, bytes: 250 });
});

test('the end of the package is shown when it is near', () => {
  const readings = [reading(0, 1_000, 12 * DAY), reading(10 * DAY, 500, 12 * DAY)];
  expect(plotRemaining({ readings, forecast: null, now: 10 * DAY })?.boundaries).toEqual([
    { at: 12 * DAY, kind: 'ends' },
  ]);
});
