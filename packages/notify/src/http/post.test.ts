import { expect, test } from 'vitest';
import { readRetryAfter } from './post.js';

const DATE = 'Mon, 03 Feb 2025 12:00:00 GMT';

test.each([
  ['30', DATE, 30],
  ['0', undefined, 0],
  ['Mon, 03 Feb 2025 12:02:00 GMT', DATE, 120],
  ['Mon, 03 Feb 2025 11:00:00 GMT', DATE, 0],
  ['Mon, 03 Feb 2025 12:02:00 GMT', undefined, null],
  ['soon', DATE, null],
  ['-5', DATE, null],
  [undefined, DATE, null],
])('reads Retry-After %s beside Date %s as %s', (value, date, seconds) => {
  expect(readRetryAfter(value, date)).toBe(seconds);
});
