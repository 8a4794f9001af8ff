import { expect, test } from 'vitest';
import { describe as inWords } from '../src/main.js';
import { torture } from '../src/torture.js';

/** The same histories each time: new ones are what `npm run torture` is for. */
const SEED = 203;

test('a minute of random histories: nothing is lost, repeated, miscounted or given away', {
  timeout: 300_000,
}, async () => {
  const { steps, failure } = await torture({ seconds: 60, seed: SEED });
  expect(failure === null ? null : inWords(failure), `seed ${SEED}`).toBeNull();
  expect(steps).toBeGreaterThan(0);
});
