import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RoamifyError } from '../errors.js';
import { decodeUsage, decodeUsageDetails } from './usage.js';

const ICCID = '894000000000029365';
const usage = (over: object = {}) => ({
  id: 'e-1',
  iccid: ICCID,
  status: 'installed',
  startedAt: 1732442794,
  expiredAt: 1733047594,
  allowedData: 1024,
  remainingData: '924.5',
  dataUsages: [{ date: '20250102', usage: '10000', location: ' France ' }],
  ...over,
});
const reasons = (over: object) => decodeUsageDetails(usage(over), ICCID).rejected.map(({ reason }) => reason);

test('reads figures, instants and days, from numbers and numeric text', () => {
  expect(decodeUsageDetails(usage(), ICCID)).toEqual({
    iccid: ICCID,
    esimId: 'e-1',
    status: 'INSTALLED',
    startedAt: 1732442794,
    endsAt: 1733047594,
    allowed: 1024,
    remaining: 924.5,
    days: [{ date: '2025-01-02', location: 'France', used: 10000 }],
    rejected: [],
  });
});

test('a package of length zero has an unknown end; "not yet" is not an instant', () => {
  expect(decodeUsage('usage', usage({ expiredAt: 1732442794 }), ICCID).endsAt).toBeNull();
  expect(decodeUsage('usage', usage({ startedAt: 0, expiredAt: null }), ICCID)).toMatchObject({
    startedAt: null,
    endsAt: null,
    rejected: [],
  });
});

test('-1, 0 and overdrawn figures stay; missing and unreadable ones become null and are noted', () => {
  expect(decodeUsage('usage', usage({ allowedData: -1, remainingData: 0 }), ICCID)).toMatchObject({
    allowed: -1,
    remaining: 0,
    rejected: [],
  });
  expect(reasons({ allowedData: undefined })).toEqual(['allowedData is missing']);
  expect(decodeUsage('usage', usage({ remainingData: -5 }), ICCID)).toMatchObject({
    remaining: -5,
    rejected: [],
  });
  expect(reasons({ allowedData: -5 })).toEqual(['allowedData is negative']);
  expect(reasons({ remainingData: 'lots' })).toEqual(['remainingData is unreadable']);
  expect(reasons({ expiredAt: 1733047594000 })).toEqual(['expiredAt is unreadable']);
  expect(decodeUsage('usage', usage({ remainingData: 'lots' }), ICCID).remaining).toBeNull();
});

test('unlimited follows from the allowance, or from the remaining data where no allowance is given', () => {
  const figures = (over: object) => {
    const { allowed, remaining, rejected } = decodeUsageDetails(usage(over), ICCID);
    return [allowed, remaining, rejected.length];
  };
  expect(figures({ allowedData: null, remainingData: Number.MAX_SAFE_INTEGER })).toEqual([-1, -1, 0]);
  expect(figures({ allowedData: undefined, remainingData: 'unlimited' })).toEqual([-1, -1, 0]);
  expect(figures({ allowedData: 'Unlimited', remainingData: null })).toEqual([-1, -1, 0]);
  expect(figures({ allowedData: 1024, remainingData: 'unlimited' })).toEqual([1024, null, 1]);
});

test('a bad row is rejected with its reason and affects no other', () => {
  const good = { date: '2025-01-03', usage: 1, location: null };
  const rows = [
    good,
    { date: '20250102', usage: -1, location: 'X' },
    { date: '20250230', usage: 1 },
    { date: '20250102', usage: 'much' },
    { date: '20250102' },
    'row',
    null,
    good,
  ];
  const { days, rejected } = decodeUsageDetails(usage({ dataUsages: rows }), ICCID);
  expect(days).toEqual(Array(2).fill({ date: '2025-01-03', location: '', used: 1 }));
  expect(rejected).toEqual([
    {
      what: 'daily-row',
      reason: 'usage is negative',
      sample: '{"date":"20250102","usage":-1,"location":"X"}',
    },
    { what: 'daily-row', reason: 'date is unreadable', sample: '{"date":"20250230","usage":1}' },
    { what: 'daily-row', reason: 'usage is unreadable', sample: '{"date":"20250102","usage":"much"}' },
    { what: 'daily-row', reason: 'usage is missing', sample: '{"date":"20250102"}' },
    { what: 'daily-row', reason: 'not an object', sample: 'a text of 3 characters' },
    { what: 'daily-row', reason: 'not an object', sample: 'null' },
  ]);
});

test('missing days are noted, and not taken for no usage', () => {
  expect(reasons({ dataUsages: undefined })).toEqual(['dataUsages is missing']);
  expect(reasons({ dataUsages: { a: 1 } })).toEqual(['dataUsages is not a list']);
  expect(reasons({ dataUsages: [] })).toEqual([]);
});

test('whatever comes is decoded or refused as unreadable', () => {
  const anything = fc.oneof(
    fc.jsonValue(),
    fc.record({
      dataUsages: fc.array(fc.jsonValue()),
      allowedData: fc.jsonValue(),
      startedAt: fc.jsonValue(),
    }),
  );
  fc.assert(
    fc.property(anything, (data) => {
      try {
        const { days, allowed, remaining } = decodeUsageDetails(data, ICCID);
        expect(days.every(({ used }) => used >= 0 && Number.isFinite(used))).toBe(true);
        expect(allowed === null || allowed >= -1).toBe(true);
        expect(remaining === null || Number.isFinite(remaining)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(RoamifyError);
        expect(error).toMatchObject({ reason: 'unreadable', temporary: false });
      }
    }),
    { numRuns: 300 },
  );
});

test.each([undefined, null, '', 'N/A', '8940****9365', 894000000000029300, '8.94e17'])(
  'an answer whose ICCID is %j, which is none, is about what was requested',
  (iccid) => {
    expect(decodeUsageDetails(usage({ iccid }), ICCID)).toMatchObject({ iccid: ICCID, remaining: 924.5 });
  },
);
