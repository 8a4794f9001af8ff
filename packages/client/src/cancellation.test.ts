import fc from 'fast-check';
import { expect, test } from 'vitest';
import { onAbort } from './cancellation.js';

test('an abort reaches each that has not been forgotten, once, however often places changed hands', () => {
  const forgetWhich = fc.array(fc.option(fc.nat({ max: 40 }), { nil: null }), { maxLength: 80 });
  fc.assert(
    fc.property(forgetWhich, (steps) => {
      const aborting = new AbortController();
      const calls: { forget: () => void; forgotten: boolean; notified: number }[] = [];
      for (const step of steps) {
        const call = step === null ? undefined : calls[step];
        if (call === undefined) {
          const added = { forget: () => {}, forgotten: false, notified: 0 };
          added.forget = onAbort(aborting.signal, () => {
            added.notified += 1;
          });
          calls.push(added);
        } else {
          call.forget();
          call.forgotten = true;
        }
      }
      aborting.abort();
      for (const { forget, forgotten, notified } of calls) {
        expect(notified).toBe(forgotten ? 0 : 1);
        forget();
      }
    }),
  );
});

test('one that removes itself during the abort delays no other', () => {
  const aborting = new AbortController();
  const notified: string[] = [];
  const forget = onAbort(aborting.signal, () => {
    forget();
    notified.push('first');
  });
  onAbort(aborting.signal, () => notified.push('second'));
  aborting.abort();
  expect(notified).toEqual(['first', 'second']);
});
