import { expect, test } from 'vitest';
import { decideUnits, unitsDiffer } from './decide-units.js';
import { type DataUnit, UNIT_BYTES, type UnitsInUse } from './unit.js';
import type { UnitEvidence } from './unit-evidence.js';

const auto = { allowance: 'auto', dailyUsage: 'auto' } as const;

function using(allowance: DataUnit, dailyUsage: DataUnit, checked: boolean): UnitsInUse {
  const conclusion = (unit: DataUnit) => ({ unit, evidence: 'before', checked });
  return { allowance: conclusion(allowance), dailyUsage: conclusion(dailyUsage) };
}

/** Twelve eSIMs of 1 GB, of which 100 MB were used. */
function counting(allowance: DataUnit, daily: DataUnit): readonly UnitEvidence[] {
  const used = 100 * UNIT_BYTES.MB;
  const one = {
    allowed: UNIT_BYTES.GB / UNIT_BYTES[allowance],
    remaining: (UNIT_BYTES.GB - used) / UNIT_BYTES[allowance],
    startedAt: 1_740_000_000,
    dayFigureSum: used / UNIT_BYTES[daily],
    packages: [{ packageName: '1 GB - 7 Days', dataBytes: null }],
  };
  return Array.from({ length: 12 }, () => one);
}

test('the first conclusion corrects nothing', () => {
  const changes = decideUnits(auto, counting('MB', 'KB'), null);
  expect(changes).toMatchObject({ units: { allowance: { unit: 'MB' }, dailyUsage: { unit: 'KB' } } });
  expect([changes.readings, changes.days]).toEqual([null, null]);
});

test('a unit that was only assumed was wrong from the start, and stored figures are corrected', () => {
  expect(decideUnits(auto, counting('KB', 'MB'), using('MB', 'KB', false))).toMatchObject({
    readings: { from: 'MB', to: 'KB' },
    days: { from: 'KB', to: 'MB' },
  });
});

test('where a verified unit changes, the provider has begun to count otherwise: stored figures stay', () => {
  const changes = decideUnits(auto, counting('KB', 'MB'), using('MB', 'KB', true));
  expect(unitsDiffer(using('MB', 'KB', true), changes.units)).toBe(true);
  expect([changes.readings, changes.days]).toEqual([null, null]);
});

test('a unit that the operator sets corrects stored figures, verified or not', () => {
  const set = { allowance: 'KB', dailyUsage: 'auto' } as const;
  expect(decideUnits(set, [], using('MB', 'KB', true))).toMatchObject({
    readings: { from: 'MB', to: 'KB' },
    days: null,
  });
});
