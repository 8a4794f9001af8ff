import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEsim, aReading, GB, left, MB, NOW } from '../../../test/esim.js';
import { inWords } from '../../../test/in-words.js';
import type { EsimFacts } from '../../fleet/facts.js';
import { type DataLowRule, dataLow } from './data-low.js';

const rule: DataLowRule = {
  name: 'low-data',
  type: 'data-low',
  warning: [{ percent: 25 }],
  critical: [{ percent: 10 }, { bytes: 100 * MB }],
};
const context = { now: NOW, providerDown: false };
const judge = (facts: EsimFacts, by: DataLowRule = rule) => inWords(dataLow.judge(by, facts, context));

test.each([
  [257 * MB, 0, null],
  [256 * MB, 1, 'warning'],
  [103 * MB, 1, 'warning'],
  [102.4 * MB, 2, 'critical'],
  [100 * MB, 2, 'critical'],
  [0, 2, 'critical'],
])('%d bytes of 1 GB left is threshold %d', (remaining, rank, severity) => {
  expect(judge(left(remaining))).toMatchObject({ kind: 'measured', rank, severity });
});

test('the reason contains the figures', () => {
  expect(judge(left(104 * MB))).toMatchObject({
    value: '104 MB of 1 GB left (10.2 %)',
    threshold: '25 %',
    reason: '104 MB of 1 GB left (10.2 %), at or below 25 %',
  });
  expect(judge(left(512 * MB))).toMatchObject({ reason: '512 MB of 1 GB left (50 %), above 25 %' });
});

describe('sizes', () => {
  const big = { allowanceBytes: 20 * GB };

  test('whichever comes first: a size can be reached before its percentage, and the other way round', () => {
    const sized: DataLowRule = { ...rule, warning: [{ bytes: 6 * GB }, { percent: 25 }], critical: [] };
    expect(judge(left(6 * GB, big), sized)).toMatchObject({ rank: 1, threshold: '6 GB' });
    expect(judge(left(7 * GB, { allowanceBytes: 30 * GB }), sized)).toMatchObject({
      rank: 1,
      threshold: '25 %',
    });
    expect(judge(left(2 * GB, big))).toMatchObject({ rank: 2, threshold: '10 %' });
  });

  test('a size alone fires', () => {
    const sized: DataLowRule = { ...rule, warning: [], critical: [{ bytes: 100 * MB }] };
    expect([101, 100].map((mb) => judge(left(mb * MB), sized))).toMatchObject([{ rank: 0 }, { rank: 1 }]);
  });

  test('a size above half the package is skipped, its percentage is not', () => {
    const small = { allowanceBytes: 180 * MB };
    expect(judge(left(95 * MB, small))).toMatchObject({ rank: 0 });
    expect(judge(left(18 * MB, small))).toMatchObject({ rank: 2, severity: 'critical' });
    const onlySize: DataLowRule = { ...rule, warning: [], critical: [{ bytes: 100 * MB }] };
    expect(judge(left(0, small), onlySize)).toMatchObject({ kind: 'not-applicable' });
    expect(judge(left(100 * MB, { allowanceBytes: 200 * MB }), onlySize)).toMatchObject({ rank: 1 });
  });

  test('the k-th largest percentage and size are one threshold', () => {
    const stepped: DataLowRule = {
      ...rule,
      warning: [{ bytes: 500 * MB }, { percent: 10 }, { percent: 25 }, { bytes: GB }],
      critical: [],
    };
    expect(judge(left(5 * GB, big), stepped)).toMatchObject({ rank: 1, threshold: '25 %' });
    expect(judge(left(2 * GB, big), stepped)).toMatchObject({ rank: 2, threshold: '10 %' });
    expect(judge(left(GB, big), stepped)).toMatchObject({ rank: 2 });
  });
});

test('clear is more than five points above the largest threshold, or a full package', () => {
  const clear = (percent: number) => judge(left((GB * percent) / 100));
  expect([25.1, 30, 30.1, 100].map(clear)).toMatchObject([
    { rank: 0, clear: false },
    { rank: 0, clear: false },
    { rank: 0, clear: true },
    { rank: 0, clear: true },
  ]);
  const early: DataLowRule = { ...rule, warning: [{ percent: 97 }] };
  expect(judge(left(GB), early)).toMatchObject({ rank: 0, clear: true });
});

test.each<[string, Partial<EsimFacts>, string]>([
  ['unlimited', { unlimited: true }, 'not-applicable'],
  ['without usage check', { usageCheck: false }, 'not-applicable'],
  ['no figures', { reading: aReading({ allowanceBytes: null, remainingBytes: null }) }, 'unknown'],
  ['no allowance', { reading: aReading({ allowanceBytes: null, remainingBytes: MB }) }, 'unknown'],
  ['no remainder', { reading: aReading({ remainingBytes: null }) }, 'unknown'],
  ['a profile that is not in use', { status: 'READY' }, 'not-applicable'],
  ['a profile in use', { status: 'READY', reading: aReading({ remainingBytes: MB }) }, 'measured'],
  ['more used than allowed', { reading: aReading({ remainingBytes: -MB }) }, 'measured'],
  ['a package that is over', { fresh: false, reading: aReading({ packageEndsAt: NOW }) }, 'not-applicable'],
  ['an old reading', { fresh: false }, 'unknown'],
  ['no reading', { reading: null }, 'unknown'],
])('an eSIM with %s is left out or unchanged', (_, change, kind) => {
  expect(judge(anEsim(change)).kind).toBe(kind);
});

test('less data never reaches a lesser threshold, and clear never goes with a reached one', () => {
  const bytes = fc.integer({ min: 0, max: 50 * GB });
  const threshold = fc.oneof(
    fc.record({ percent: fc.integer({ min: 1, max: 99 }) }),
    fc.record({ bytes: fc.integer({ min: 1, max: 5 * GB }) }),
  );
  const thresholds = fc.array(threshold, { maxLength: 4 });
  fc.assert(
    fc.property(bytes, bytes, bytes, thresholds, thresholds, (allowance, a, b, warning, critical) => {
      const by = { ...rule, warning, critical };
      const [less, more] = [Math.min(a, b), Math.max(a, b)].map((one) =>
        judge(left(one, { allowanceBytes: allowance + 1 }), by),
      );
      if (less?.rank === undefined || more?.rank === undefined) return;
      expect(less.rank).toBeGreaterThanOrEqual(more.rank);
      for (const verdict of [less, more]) {
        expect(verdict.clear && verdict.rank > 0).toBe(false);
        expect(verdict.severity === null).toBe(verdict.rank === 0);
      }
    }),
  );
});
