import { expect, test } from 'vitest';
import { nextOccurrence } from './occurrence.js';

function next(schedule: string, zone: string, after: string): string | null {
  const at = nextOccurrence(schedule, zone, Date.parse(after) / 1000);
  return at === null ? null : new Date(at * 1000).toISOString().slice(0, 16);
}

test.each([
  ['0 6 4 * *', 'Europe/London', '2026-04-04T04:59:59Z', '2026-04-04T05:00'],
  ['0 6 4 * *', 'Europe/London', '2026-04-04T05:00:00Z', '2026-05-04T05:00'],
  ['0 6 4 1 *', 'Asia/Kolkata', '2026-04-04T00:00:00Z', '2027-01-04T00:30'],
  ['5 6 * * 1', 'Asia/Kathmandu', '2026-03-01T00:00:00Z', '2026-03-02T00:20'],
  ['*/30 * * * *', 'UTC', '2026-03-01T00:00:30Z', '2026-03-01T00:30'],
  ['0 0 29 2 *', 'UTC', '2026-03-01T00:00:00Z', '2028-02-29T00:00'],
])('%s in %s after %s comes at %s', (schedule, zone, after, expected) => {
  expect(next(schedule, zone, after)).toBe(expected);
});
