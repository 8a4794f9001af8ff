import { expect, test } from 'vitest';
import { counted } from './counted.js';

test('one thing is singular, and any other number of them plural', () => {
  expect([0, 1, 2].map((count) => counted(count, 'eSIM'))).toEqual(['0 eSIMs', '1 eSIM', '2 eSIMs']);
  expect(counted(2, 'entry', 'entries')).toBe('2 entries');
});
