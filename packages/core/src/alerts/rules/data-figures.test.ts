import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anEpoch, anEsim, aReading, NOW } from '../../../test/esim.js';
import { ENGLISH } from '../../wording/english.js';
import { GERMAN } from '../../wording/german.js';
import { measuredInWords, sentenceOf } from '../../wording/sentences.js';
import { judge } from './judge.js';
import type { Finding, Rule } from './registry.js';

const RULES: readonly Rule[] = [
  { name: 'low', type: 'data-low', warning: [{ percent: 25 }], critical: [{ bytes: 1 }] },
  { name: 'used-up', type: 'data-exhausted' },
];
const size = fc.constantFrom(null, 0, 1, 1024, 2 ** 47, Number.MAX_SAFE_INTEGER);
const signed = fc.oneof(
  size,
  size.map((bytes) => (bytes === null ? null : 0 - bytes)),
);
const languages = fc.constantFrom(ENGLISH, GERMAN);
const reader = { now: NOW, zone: 'UTC' };

/** An allowance of nothing can be stored: earlier versions rounded one to it when a unit was corrected. */
test('whatever is known of a package, its rules say it in figures', () => {
  fc.assert(
    fc.property(size, size, signed, languages, (known, allowanceBytes, remainingBytes, language) => {
      const reading = aReading({ allowanceBytes, remainingBytes });
      const facts = anEsim({ reading, epoch: { ...anEpoch(1), allowanceBytes: known } });
      for (const rule of RULES) {
        const verdict = judge(rule, facts, { now: NOW, providerDown: false });
        if (verdict.kind !== 'measured') continue;
        const { finding } = verdict;
        const stored = { ...finding, measured: { ...finding.measured, allowanceBytes: 0 } } as Finding;
        const words = [finding, stored].flatMap((one) =>
          [sentenceOf, measuredInWords].map((say) => say(one, reader, language)),
        );
        expect(words.join()).not.toMatch(/NaN|Infinity|\de\+\d/);
      }
    }),
    { numRuns: 500 },
  );
});
