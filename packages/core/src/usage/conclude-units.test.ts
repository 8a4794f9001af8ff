import { describe, expect, test } from 'vitest';
import { unitByPackages } from './allowance-evidence.js';
import { concludeUnits } from './conclude-units.js';
import { type DataUnit, UNIT_BYTES, type UnitsInUse } from './unit.js';
import type { UnitEvidence } from './unit-evidence.js';

const { MB, GB } = UNIT_BYTES;
const auto = { allowance: 'auto', dailyUsage: 'auto' } as const;

/** An eSIM of `bytes`, of which some were used, as a provider that counts in these units would show it. */
function esim(
  allowance: DataUnit,
  daily: DataUnit,
  bytes = GB,
  name: string | null = '1 GB - 7 Days',
): UnitEvidence {
  const used = 100 * MB;
  return {
    allowed: bytes / UNIT_BYTES[allowance],
    remaining: (bytes - used) / UNIT_BYTES[allowance],
    startedAt: 1_740_000_000,
    dayFigureSum: used / UNIT_BYTES[daily],
    packages: name === null ? [] : [{ packageName: name, dataBytes: null }],
  };
}

const fleet = (count: number, ...args: Parameters<typeof esim>) =>
  Array.from({ length: count }, () => esim(...args));
const units = (conclusion: UnitsInUse) => [conclusion.allowance.unit, conclusion.dailyUsage.unit];

test.each<[DataUnit, DataUnit]>([
  ['MB', 'KB'],
  ['KB', 'KB'],
  ['B', 'B'],
  ['MB', 'MB'],
  ['GB', 'MB'],
])('a fleet in %s with daily rows in %s is recognised', (allowance, daily) => {
  expect(units(concludeUnits(auto, fleet(41, allowance, daily), null))).toEqual([allowance, daily]);
});

test('operators get the evidence in numbers', () => {
  const { allowance, dailyUsage } = concludeUnits(auto, fleet(41, 'MB', 'KB'), null);
  expect(allowance.evidence).toBe("package '1 GB - 7 Days' has an allowance of 1024, so MB (41 of 41 eSIMs)");
  expect(dailyUsage.evidence).toBe(
    'with KB, daily usage is 1.00 times the drop in remaining data (41 of 41 eSIMs)',
  );
});

test('a checked conclusion that others confirm keeps its words, so that nothing is written for it', () => {
  const first = concludeUnits(auto, fleet(12, 'MB', 'KB'), null);
  expect(concludeUnits(auto, fleet(24, 'MB', 'KB'), first)).toEqual(first);
  expect(units(concludeUnits(auto, fleet(24, 'GB', 'MB'), first))).toEqual(['GB', 'MB']);

  const set = concludeUnits({ allowance: 'MB', dailyUsage: 'KB' }, [], null);
  expect(concludeUnits(auto, fleet(12, 'MB', 'KB'), set)).toEqual(first);
});

test("the documentation's own sample reads as MB and KB", () => {
  const sample: UnitEvidence = {
    allowed: 1024,
    remaining: 924,
    startedAt: 1_732_442_794,
    dayFigureSum: 30_000,
    packages: [{ packageName: '1 GB - 7 Days', dataBytes: null }],
  };
  expect(units(concludeUnits(auto, [sample], null))).toEqual(['MB', 'KB']);
});

describe('the unit of the allowance', () => {
  test('by the sum of all packages, and by an amount where the name has none', () => {
    const packages = [
      { packageName: 'Starter', dataBytes: GB },
      { packageName: 'Top-up', dataBytes: GB },
    ];
    const [one] = fleet(1, 'KB', 'KB', 2 * GB);
    const { allowance } = concludeUnits(auto, [{ ...(one as UnitEvidence), packages }], null);
    expect(allowance).toMatchObject({
      unit: 'KB',
      evidence: '2 packages of 2 GB in total have an allowance of 2097152, so KB (1 of 1 eSIM)',
    });
  });

  test('daily rows may add up to less than was used, never to much more', () => {
    const rows = (dayFigureSum: number, used: number): UnitEvidence => ({
      ...esim('MB', 'KB'),
      remaining: 1024 - used,
      dayFigureSum,
    });
    const unitOf = (one: UnitEvidence) => concludeUnits(auto, [one], null).dailyUsage;
    expect(unitOf(rows(30_000, 100))).toMatchObject({ unit: 'KB', checked: true });
    expect(unitOf(rows(1_000, 124))).toMatchObject({ unit: 'KB', checked: false });
    expect(unitOf(rows(10_000, 934))).toMatchObject({ unit: 'KB', checked: false });
    expect(unitOf(rows(900, 934))).toMatchObject({ unit: 'MB', checked: true });
  });

  test('by magnitude when no eSIM has a package of known size', () => {
    const nameless = [...fleet(9, 'KB', 'KB', GB, null), ...fleet(9, 'KB', 'KB', 20 * GB, null)];
    const { allowance } = concludeUnits(auto, nameless, null);
    expect(allowance.unit).toBe('KB');
    expect(allowance.evidence).toContain('18 of 18 eSIMs');
  });

  test.each([
    ['nothing to go by', []],
    [
      'no allowance',
      [
        { ...esim('MB', 'KB'), allowed: null },
        { ...esim('MB', 'KB'), allowed: -1, packages: [] },
      ],
    ],
    ['allowances that fit two units', fleet(5, 'KB', 'KB', 100 * MB, null)],
    ['allowances that fit none', fleet(5, 'GB', 'KB', 5 * GB, null)],
  ])('cannot be told from %s', (_, evidence) => {
    const { allowance, dailyUsage } = concludeUnits(auto, evidence, null);
    expect(allowance.unit).toBeNull();
    expect(allowance.evidence).toMatch(/^unknown: /);
    expect(dailyUsage).toMatchObject({
      unit: 'KB',
      checked: false,
      evidence: expect.stringContaining('not verified yet'),
    });
  });

  test('is that of each package where packages prove several, and the daily rows are held against each', () => {
    const mixed = [...fleet(3, 'MB', 'KB'), ...fleet(3, 'KB', 'KB')];
    const { allowance, dailyUsage } = concludeUnits(auto, mixed, null);
    expect(allowance).toMatchObject({ unit: null, mixed: true, evidence: expect.stringMatching(/^mixed: /) });
    expect(dailyUsage).toMatchObject({ unit: 'KB', checked: true });
    const nobodySays = concludeUnits(auto, [], { allowance, dailyUsage });
    expect(nobodySays.allowance).toEqual(allowance);
  });

  test.each<[string, number, readonly string[], string | null]>([
    ['its name', 5120, ['Europe 5 GB'], 'MB'],
    ['its name, in another unit', 5_242_880, ['Europe 5 GB'], 'KB'],
    ['the sum of several', 6144, ['Europe 5 GB', '1 GB - 7 Days'], 'MB'],
    ['no name', 5120, ['Europe'], null],
    ['a name that fits no unit', 700, ['Europe 5 GB'], null],
    ['names that fit different units', 10_240, ['10 GB - 30 Days', '10 MB test'], null],
  ])('is proved for one eSIM by %s', (_, allowed, names, unit) => {
    const packages = names.map((packageName) => ({ packageName, dataBytes: null }));
    expect(unitByPackages({ allowed, packages })).toBe(unit);
  });

  test('a few misleading eSIMs do not outvote the fleet', () => {
    const odd = { ...esim('MB', 'KB'), packages: [{ packageName: '1 GB', dataBytes: MB }] };
    expect(concludeUnits(auto, [...fleet(20, 'MB', 'KB'), odd, odd], null).allowance.unit).toBe('MB');
  });
});

describe('a conclusion', () => {
  const previous = concludeUnits(auto, fleet(41, 'MB', 'KB'), null);

  test.each([
    ['no evidence', []],
    ['a magnitude alone', fleet(30, 'KB', 'KB', GB, null).map((one) => ({ ...one, dayFigureSum: 0 }))],
    ['a divided fleet', [...fleet(5, 'MB', 'KB'), ...fleet(6, 'KB', 'MB')]],
  ])('stays with %s', (_, evidence) => {
    expect(units(concludeUnits(auto, evidence, previous))).toEqual(['MB', 'KB']);
  });

  test('yields to a fleet that clearly contradicts it', () => {
    expect(units(concludeUnits(auto, fleet(10, 'KB', 'B'), previous))).toEqual(['KB', 'B']);
  });

  test('that was unknown yields to the first evidence', () => {
    const blank = concludeUnits(auto, [], null);
    expect(units(concludeUnits(auto, fleet(1, 'B', 'B'), blank))).toEqual(['B', 'B']);
  });
});

test('a configured unit applies, and a contradicting fleet is reported', () => {
  const settings = { allowance: 'KB', dailyUsage: 'KB' } as const;
  const { allowance, dailyUsage } = concludeUnits(settings, fleet(41, 'MB', 'MB'), null);
  expect(allowance).toEqual({
    unit: 'KB',
    checked: true,
    evidence:
      "set in the configuration, but package '1 GB - 7 Days' has an allowance of 1024, so MB (41 of 41 eSIMs)",
  });
  expect(dailyUsage.unit).toBe('KB');
  expect(concludeUnits(settings, fleet(9, 'KB', 'KB'), null).dailyUsage.evidence).toBe(
    'set in the configuration',
  );
});
