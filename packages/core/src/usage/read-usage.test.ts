import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ReadOptions, readUsage } from './read-usage.js';
import { type DataUnit, UNIT_BYTES, type UnitsInUse } from './unit.js';
import type { UsageDetails } from './usage.js';

const unitsOf = (allowance: DataUnit | null, dailyUsage: DataUnit | null): UnitsInUse => ({
  allowance: { unit: allowance, evidence: '', checked: true },
  dailyUsage: { unit: dailyUsage, evidence: '', checked: true },
});
const options: ReadOptions = {
  unlimited: false,
  usageCheck: true,
  units: unitsOf('MB', 'KB'),
  epoch: null,
  at: 1_740_000_000,
};
const details: UsageDetails = {
  iccid: '894000000000029365',
  esimId: 'a',
  status: 'INSTALLED',
  startedAt: 1_739_900_000,
  endsAt: 1_740_500_000,
  allowed: 1024,
  remaining: 924,
  days: [],
  rejected: [],
};

test("the documentation's sample: 924 of 1024 MB, 10,000 and 20,000 KB", () => {
  const days = [
    { date: '2025-01-02', location: 'United Kingdom', used: 10_000 },
    { date: '2025-01-03', location: 'United Kingdom', used: 20_000 },
  ];
  const { reading, days: read } = readUsage({ ...details, days }, options);
  expect(reading).toEqual({
    at: options.at,
    allowanceBytes: UNIT_BYTES.GB,
    remainingBytes: 924 * UNIT_BYTES.MB,
    packageStartedAt: details.startedAt,
    packageEndsAt: details.endsAt,
  });
  expect(read.map((day) => day.usedBytes)).toEqual([10_240_000, 20_480_000]);
});

const { MB } = UNIT_BYTES;
const known = { allowanceBytes: 500 * MB };

test.each<[allowed: number | null, remaining: number | null, read: string, readWithKnownPackage: string]>([
  [1024, 924, '1024 924', '1024 924'],
  [1024, 0, '1024 0', '1024 0'],
  // More was used than allowed.
  [1024, -5, '1024 -5', '1024 -5'],
  [1024, -1, '1024 -1', '1024 -1'],
  [0, -5, 'null -5', 'null -5'],
  // Unlimited.
  [-1, -1, 'unlimited', 'unlimited'],
  [-1, 0, 'unlimited', 'unlimited'],
  [-1, null, 'unlimited', 'unlimited'],
  // Each figure is read separately.
  [null, 924, 'null 924 in part', 'null 924 in part'],
  [null, 0, 'null 0 in part', 'null 0 in part'],
  [null, -5, 'null -5 in part', 'null -5 in part'],
  [1024, null, '1024 null in part', '1024 null in part'],
  [null, null, 'null null in part', 'null null in part'],
  [1e300, 924, 'null 924 in part', 'null 924 in part'],
  [1024, -1e300, '1024 null in part', '1024 null in part'],
  // Used up where a package was known, else no package.
  [0, 0, 'null null', '500 0'],
  [0, -1, 'null null', '500 -1'],
  [null, -1, 'null null in part', '500 -1 in part'],
  [0, 500, 'null 500', 'null 500'],
])('%s allowed, %s left', (allowed, remaining, ...expected) => {
  const inWords = (epoch: ReadOptions['epoch']) => {
    const { reading, unlimited, complete } = readUsage(
      { ...details, allowed, remaining },
      { ...options, epoch },
    );
    const { allowanceBytes, remainingBytes, packageEndsAt } = reading;
    expect(packageEndsAt).toBe(details.endsAt);
    const inMegabytes = (bytes: number | null) => (bytes === null ? 'null' : `${bytes / MB}`);
    const figures = `${inMegabytes(allowanceBytes)} ${inMegabytes(remainingBytes)}`;
    if (unlimited) expect([figures, complete]).toEqual(['null null', true]);
    return unlimited ? 'unlimited' : `${figures}${complete ? '' : ' in part'}`;
  };
  expect([inWords(null), inWords(known)]).toEqual(expected);
});

test('impossible figures are rejected with a reason', () => {
  expect(readUsage({ ...details, allowed: 1e300 }, options).rejected).toEqual([
    { what: 'figure', reason: 'data figure is out of range', sample: 'allowed 1e+300, remaining 924' },
  ]);
  expect(readUsage({ ...details, remaining: -5 }, options).rejected).toEqual([]);
});

test.each<[string, Partial<UsageDetails>, Partial<ReadOptions>]>([
  ['unlimited by the list', {}, { unlimited: true }],
  ['unsupported', { allowed: null, remaining: null }, { usageCheck: false }],
  ['an unknown unit', {}, { units: unitsOf(null, 'KB') }],
])('%s has package dates but no bytes, and lacks nothing', (_, figures, opts) => {
  const { reading, complete } = readUsage({ ...details, ...figures }, { ...options, ...opts });
  expect(reading).toMatchObject({
    allowanceBytes: null,
    remainingBytes: null,
    packageEndsAt: details.endsAt,
  });
  expect(complete).toBe(true);
});

test('a package that ends before it begins has an unknown end', () => {
  for (const endsAt of [1_739_900_000, 1_739_899_999]) {
    expect(readUsage({ ...details, endsAt }, options).reading?.packageEndsAt).toBeNull();
  }
});

test('daily rows are not stored while their unit is unknown', () => {
  const days = [{ date: '2025-01-02', location: '', used: 1 }];
  const read = readUsage({ ...details, days }, { ...options, units: unitsOf('MB', null) });
  expect(read).toMatchObject({ days: [], rejected: [] });
});

test('a bad row is rejected and affects no other', () => {
  const days = [
    { date: '2025-01-02', location: 'UK', used: -1 },
    { date: '2025-01-02', location: 'UK', used: Number.NaN },
    { date: '2025-01-03', location: 'UK', used: 7 },
  ];
  const { days: read, rejected } = readUsage({ ...details, days }, options);
  expect(read).toEqual([{ date: '2025-01-03', location: 'UK', usedBytes: 7 * 1024 }]);
  expect(rejected.map(({ sample }) => sample)).toEqual(['2025-01-02 -1', '2025-01-02 NaN']);
});

test('what no modem uses in a day is rejected, in one row or in several of a day and place', () => {
  const most = 2 ** 47 / 1024;
  const row = (used: number, location = 'UK') => ({ date: '2025-01-03', location, used });
  const read = (...days: readonly ReturnType<typeof row>[]) => {
    const { days: taken, rejected } = readUsage({ ...details, days }, options);
    return [taken.map(({ usedBytes }) => usedBytes / 1024), rejected.map(({ sample }) => sample)];
  };
  expect(read(row(most))).toEqual([[most], []]);
  expect(read(row(most + 1))).toEqual([[], [`2025-01-03 ${most + 1}`]]);
  expect(read(row(most), row(1), row(7, 'France'))).toEqual([[7, most], [`2025-01-03 ${2 ** 47 + 1024}`]]);
});

const rows = fc.array(
  fc.record({
    date: fc.integer({ min: 1, max: 28 }).map((day) => `2025-02-${String(day).padStart(2, '0')}`),
    location: fc.constantFrom('', 'France', 'United Kingdom'),
    used: fc.nat({ max: 1e6 }),
  }),
  { maxLength: 60 },
);

test('rows of one day and place are added; each day and place comes once, in order; nothing is lost', () => {
  fc.assert(
    fc.property(rows, (days) => {
      const { days: read } = readUsage({ ...details, days }, options);
      const total = days.reduce((sum, { used }) => sum + used * 1024, 0);
      expect(read.reduce((sum, { usedBytes }) => sum + usedBytes, 0)).toBe(total);
      const keys = read.map(({ date, location }) => `${date} ${location}`);
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys).toEqual(keys.toSorted());
    }),
  );
});

test('fleets that count in other units give the same bytes', () => {
  const megabytes = [{ date: '2025-02-01', location: 'France', used: 12 }];
  const inUnit = (figure: number, unit: DataUnit) => (figure * UNIT_BYTES.MB) / UNIT_BYTES[unit];
  const read = (allowance: DataUnit, daily: DataUnit) =>
    readUsage(
      {
        ...details,
        allowed: inUnit(1024, allowance),
        remaining: inUnit(924, allowance),
        days: megabytes.map((row) => ({ ...row, used: inUnit(row.used, daily) })),
      },
      { ...options, units: unitsOf(allowance, daily) },
    );
  const reference = read('MB', 'MB');
  expect([read('MB', 'KB'), read('KB', 'KB'), read('B', 'B')]).toEqual([reference, reference, reference]);
});
