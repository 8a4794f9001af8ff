import { expect, test } from 'vitest';
import { describe as inWords } from '../src/main.js';
import { torture } from '../src/torture.js';

test('a minute of random histories: nothing is lost, repeated, miscounted or given away', {
  timeout: 300_000,
}, async () => {
  const seed = Date.now() % 1_000_000_000;
  const { steps, failure } = await torture({ seconds: 60, seed });
  expect(failure === null ? null : inWords(failure), `seed ${seed}`).toBeNull();
  expect(steps).toBeGreaterThan(0);
});
