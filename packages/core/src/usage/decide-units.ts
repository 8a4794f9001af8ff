import type { EsimKey, PackagePurchase } from '../fleet/esim.js';
import { concludeUnits } from './conclude-units.js';
import type { DataUnit, UnitConclusion, UnitSetting, UnitsInUse } from './unit.js';
import type { UnitEvidence } from './unit-evidence.js';

/** The stored evidence about the units before they are settled. */
export interface UnitsBefore {
  /** Null before the first poll. */
  readonly units: UnitsInUse | null;
  /** The packages sold for some eSIMs, by eSIM, as far as their histories were fetched. */
  readonly packages: ReadonlyMap<EsimKey, readonly SoldPackage[]>;
}

/** The part of a purchase that is evidence for a unit. */
export type SoldPackage = Pick<PackagePurchase, 'packageName' | 'purchasedAt'>;

/** The changes to the stored units: all of it, or nothing. */
export interface UnitsChanges {
  readonly units: UnitsInUse;
  /** How the stored figures of readings are multiplied; null: they are right. */
  readonly readings: UnitChange | null;
  /** The same for daily usage. */
  readonly days: UnitChange | null;
}

/** A unit that is read as another one from now on. */
export interface UnitChange {
  readonly from: DataUnit;
  readonly to: DataUnit;
}

/** Settles the units by evidence and by the units in use until now. */
export function decideUnits(
  settings: { readonly allowance: UnitSetting; readonly dailyUsage: UnitSetting },
  evidence: readonly UnitEvidence[],
  former: UnitsInUse | null,
): UnitsChanges {
  const units = concludeUnits(settings, evidence, former);
  return {
    units,
    readings: misread(settings.allowance, former?.allowance, units.allowance),
    days: misread(settings.dailyUsage, former?.dailyUsage, units.dailyUsage),
  };
}

/** True when figures are read in another unit from now on. */
export function unitsDiffer(before: UnitsInUse, after: UnitsInUse): boolean {
  return before.allowance.unit !== after.allowance.unit || before.dailyUsage.unit !== after.dailyUsage.unit;
}

/**
 * How figures stored so far were misread; null when they were not. A unit that was only likely, or that the operator
 * corrects, was wrong from the start. Where a verified one changes, the provider has begun to count otherwise.
 */
function misread(
  setting: UnitSetting,
  before: UnitConclusion | undefined,
  after: UnitConclusion,
): UnitChange | null {
  if (!before?.unit || !after.unit || before.unit === after.unit) return null;
  return setting === 'auto' && before.checked ? null : { from: before.unit, to: after.unit };
}
