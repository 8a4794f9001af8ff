import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEsim, aReading, GB, MB, NOW } from '../../test/esim.js';
import { addDays } from '../time/calendar.js';
import { DAY, HOUR } from '../time/instant.js';
import { forecastDry } from './forecast-dry.js';

const TODAY = '2025-02-10';
const onDays = (...megabytes: number[]) =>
  megabytes.map((used, index) => ({
    date: addDays(TODAY, index - megabytes.length),
    location: 'France',
    usedBytes: used * MB,
  }));
const readings = (...points: [hoursAgo: number, megabytes: number][]) =>
  points.map(([ago, mb]) => aReading({ at: NOW - ago * HOUR, remainingBytes: mb * MB }));
const reading = aReading({ remainingBytes: 600 * MB, allowanceBytes: 2 * GB });

test('by the last full days', () => {
  expect(forecastDry(anEsim({ reading, days: onDays(1, 1, 200, 300, 400) }), NOW)).toEqual({
    dryAt: NOW + 2 * DAY,
    bytesPerDay: 300 * MB,
    evidence: { source: 'daily usage', over: 3 * DAY, samples: 3 },
  });
});

test('a day without a row between others was a day without usage', () => {
  const days = onDays(300, 0, 300).filter(({ usedBytes }) => usedBytes > 0);
  expect(forecastDry(anEsim({ reading, days }), NOW)).toMatchObject({ bytesPerDay: 200 * MB });
});

test('by readings that span most of a day, which are then better evidence than the days before', () => {
  const facts = anEsim({
    reading,
    days: onDays(10, 10, 10),
    earlierReadings: readings([30, 5000], [20, 1100], [8, 800]),
  });
  expect(forecastDry(facts, NOW)).toMatchObject({
    bytesPerDay: 600 * MB,
    dryAt: NOW + DAY,
    evidence: { source: 'readings', over: 20 * HOUR, samples: 3 },
  });
});

describe('too little evidence gives no forecast', () => {
  test.each([
    ['one day', { days: onDays(300) }],
    ['today alone', { days: [{ date: TODAY, location: '', usedBytes: GB }] }],
    ['two readings', { earlierReadings: readings([8, 900]) }],
    ['readings of a few hours', { earlierReadings: readings([5, 900], [3, 800], [1, 700]) }],
    ['readings of long ago', { earlierReadings: readings([90, 900], [60, 800], [30, 700]) }],
    ['readings from the future', { earlierReadings: readings([-5, 900], [-20, 800], [-30, 700]) }],
    ['nothing', {}],
  ])('%s', (_, facts) => {
    expect(forecastDry(anEsim({ reading, ...facts }), NOW)).toBeNull();
  });

  test('no reading, or one without bytes', () => {
    expect(forecastDry(anEsim({ reading: null, days: onDays(1, 2, 3) }), NOW)).toBeNull();
    const blank = aReading({ remainingBytes: null });
    expect(forecastDry(anEsim({ reading: blank, days: onDays(1, 2, 3) }), NOW)).toBeNull();
  });
});

test('an eSIM without use never runs out of data', () => {
  const idle = readings([20, 600], [10, 600]);
  expect(forecastDry(anEsim({ reading, earlierReadings: idle }), NOW)).toMatchObject({
    dryAt: null,
    bytesPerDay: 0,
  });
});

test.each([Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER])('%d bytes left at a byte a day', (bytes) => {
  const dryAt = bytes > 0 ? null : NOW;
  const left = aReading({ remainingBytes: bytes });
  const facts = anEsim({ reading: left, days: onDays(1 / MB, 1 / MB, 1 / MB) });
  expect(forecastDry(facts, NOW)).toMatchObject({ bytesPerDay: 1, dryAt });
});

test('more left is never dry sooner, and dry is never before the reading', () => {
  const bytes = fc.integer({ min: 0, max: 50 * GB });
  fc.assert(
    fc.property(bytes, bytes, fc.array(fc.nat({ max: 5000 }), { maxLength: 10 }), (a, b, used) => {
      const dry = (remainingBytes: number) =>
        forecastDry(anEsim({ reading: aReading({ remainingBytes }), days: onDays(...used) }), NOW)?.dryAt ??
        null;
      const [less, more] = [dry(Math.min(a, b)), dry(Math.max(a, b))];
      if (less === null || more === null) return;
      expect(less).toBeGreaterThanOrEqual(NOW);
      expect(more).toBeGreaterThanOrEqual(less);
    }),
  );
});
