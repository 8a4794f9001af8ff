import { StoreError } from '@roamwatch/store';
import { expect, test } from 'vitest';
import { isPassing } from './passing.js';

test('a database that comes back is waited for; a statement that it refuses is not tried for ever', () => {
  expect(isPassing(new StoreError('unreachable', 'it does not answer'))).toBe(true);
  expect(isPassing(new StoreError('busy', 'others hold it'))).toBe(true);
  expect(isPassing(new StoreError('constraint', 'it refused a row'))).toBe(false);
  expect(isPassing(new Error('a fault of ours'))).toBe(false);
});
