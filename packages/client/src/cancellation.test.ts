import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onAbort } from './cancellation.js';

test('an abort reaches each that has not been forgotten, once, however often places changed hands', () => {
  const forgetWhich = fc.array(fc.option(fc.nat({ max: 40 }), { nil: null }), { maxLength: 80 });
  fc.assert(
    fc.property(forgetWhich, (steps) => {
      const aborting = new AbortController();
      const calls: { forget: () => void; forgotten: boolean; told: number }[] = [];
      for (const step of steps) {
        const call = step === null ? undefined : calls[step];
        if (call === undefined) {
          const added = { forget: () => {}, forgotten: false, told: 0 };
          added.forget = onAbort(aborting.signal, () => {
            added.told += 1;
          });
          calls.push(added);
        } else {
          call.forget();
          call.forgotten = true;
        }
      }
      aborting.abort();
      for (const { forget, forgotten, told } of calls) {
        expect(told).toBe(forgotten ? 0 : 1);
        forget();
      }
    }),
  );
});

test('one that forgets itself while the abort is told holds up no other', () => {
  const aborting = new AbortController();
  const told: string[] = [];
  const forget = onAbort(aborting.signal, () => {
    forget();
    told.push('first');
  });
  onAbort(aborting.signal, () => told.push('second'));
  aborting.abort();
  expect(told).toEqual(['first', 'second']);
});
