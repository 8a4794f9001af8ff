import { allowanceByMagnitude, allowanceByPackages, unitByPackages } from './allowance-evidence.js';
import { dailyUnitByConsumption } from './daily-evidence.js';
import type { DataUnit, UnitConclusion, UnitSetting, UnitsInUse } from './unit.js';
import type { UnitEvidence, UnitFinding } from './unit-evidence.js';

/**
 * Settles in which units the provider counts. A configured unit applies. Otherwise the allowance's unit comes from
 * the packages' names and amounts, or, where no eSIM has any, from magnitude; the daily rows' unit from what the
 * allowances lost. A conclusion stays until clear evidence is against it.
 */
export function concludeUnits(
  settings: { readonly allowance: UnitSetting; readonly dailyUsage: UnitSetting },
  evidence: readonly UnitEvidence[],
  previous: UnitsInUse | null,
): UnitsInUse {
  const former = previous?.allowance ?? null;
  const allowance =
    settings.allowance === 'auto' && former !== null && !evidence.some(hasAllowance)
      ? former
      : settle(settings.allowance, findAllowance(evidence), former);
  const unitOf = (one: UnitEvidence) =>
    (settings.allowance === 'auto' ? unitByPackages(one) : null) ?? allowance.unit;
  const byConsumption = dailyUnitByConsumption(evidence, unitOf);
  return { allowance, dailyUsage: settle(settings.dailyUsage, byConsumption, previous?.dailyUsage ?? null) };
}

/** The units that one eSIM's figures are in, where its own packages prove that of its allowance. */
export function withOwnUnit(units: UnitsInUse, own: DataUnit | null): UnitsInUse {
  if (own === null || own === units.allowance.unit) return units;
  return { ...units, allowance: { unit: own, evidence: 'proved by the name of its package', checked: true } };
}

function hasAllowance({ allowed }: UnitEvidence): boolean {
  return allowed !== null && allowed > 0;
}

function findAllowance(evidence: readonly UnitEvidence[]): UnitFinding {
  return allowanceByPackages(evidence) ?? allowanceByMagnitude(evidence);
}

function settle(setting: UnitSetting, finding: UnitFinding, previous: UnitConclusion | null): UnitConclusion {
  if (setting !== 'auto') return { unit: setting, evidence: configured(setting, finding), checked: true };
  const { overturns: checked, ...conclusion } = finding;
  const found = { ...conclusion, checked };
  if (previous === null || previous.unit === null) return found;
  return finding.overturns && !isConfirmed(previous, finding) ? found : previous;
}

/** One that evidence led to before, and leads to again: it keeps its words, so that nothing is written with every batch of answers. */
function isConfirmed({ unit, evidence, checked }: UnitConclusion, finding: UnitFinding): boolean {
  return checked && unit === finding.unit && !evidence.startsWith(CONFIGURED);
}

const CONFIGURED = 'set in the configuration';

function configured(setting: UnitSetting, { unit, evidence, overturns }: UnitFinding): string {
  const contradicted = overturns && unit !== setting;
  return contradicted ? `${CONFIGURED}, but ${evidence}` : CONFIGURED;
}
