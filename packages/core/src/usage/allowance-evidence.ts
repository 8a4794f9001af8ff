import { counted } from '../wording/counted.js';
import { parsePackageName } from './package-name.js';
import { formatBytes } from './size.js';
import { type DataUnit, UNIT_BYTES } from './unit.js';
import type { UnitEvidence, UnitFinding } from './unit-evidence.js';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** Providers that use decimal units are off by up to 7 %; the next unit is off by a factor of 1,024. */
const CLOSE = 0.1;

/** The range of allowances that are sold: allowances outside of this betray the wrong unit. */
const SMALLEST_SOLD = 100 * UNIT_BYTES.MB;
const LARGEST_SOLD = 100 * UNIT_BYTES.GB;
const NEARLY_ALL = 0.9;
/** What is sold spans a factor of 1,024, as units do: half of it at either end is left out. */
const MARGIN = 2;

/** A conclusion is abandoned only for two thirds of the votes, and for three of them where there are three eSIMs. */
const CLEAR_MAJORITY = 2 / 3;
const ENOUGH_VOTES = 3;

interface Vote {
  readonly unit: DataUnit;
  readonly because: () => string;
}

/** By what the packages are called or contain; null when no eSIM has a package of known size that fits. */
export function allowanceByPackages(evidence: readonly UnitEvidence[]): UnitFinding | null {
  const votes = evidence.map(voteOf).filter((vote) => vote !== null);
  if (votes.length === 0) return null;
  const [unit, count] = mostFrequent(votes.map((vote) => vote.unit));
  if (count * 2 <= votes.length) {
    const evidence = `mixed: the packages of ${votes.length} eSIMs prove different units, and each is read in its own`;
    return { unit: null, evidence, mixed: true, overturns: false };
  }
  const example = votes.find((vote) => vote.unit === unit)?.because() ?? '';
  return {
    unit,
    evidence: `${example}, so ${unit} (${count} of ${counted(votes.length, 'eSIM')})`,
    overturns: isClear(count, votes.length),
  };
}

/** By size: the one unit in which nearly all allowances are what packages are sold at. Overturns nothing. */
export function allowanceByMagnitude(evidence: readonly UnitEvidence[]): UnitFinding {
  const allowances = evidence.flatMap(({ allowed }) => (allowed !== null && allowed > 0 ? [allowed] : []));
  if (allowances.length === 0) {
    return { unit: null, evidence: 'unknown: no eSIM has an allowance yet', overturns: false };
  }
  const fitting = (['B', 'KB', 'MB'] as const)
    .map((unit) => ({
      unit,
      count: allowances.filter((allowed) => isSold(allowed * UNIT_BYTES[unit])).length,
    }))
    .filter(({ count }) => count >= allowances.length * NEARLY_ALL);
  const [only] = fitting;
  if (!only || fitting.length > 1) {
    const outcome = only ? `fit both ${fitting.map(({ unit }) => unit).join(' and ')}` : 'fit no unit';
    const evidence = `unknown: no package size is known, and the allowances of ${counted(allowances.length, 'eSIM')} ${outcome}`;
    return { unit: null, evidence, overturns: false };
  }
  return {
    unit: only.unit,
    evidence: `no package size is known; only in ${only.unit} are the allowances of ${only.count} of ${counted(allowances.length, 'eSIM')} between 100 MB and 100 GB`,
    overturns: false,
  };
}

/** True when `count` votes of `total` are enough to abandon an earlier conclusion. */
export function isClear(count: number, total: number): boolean {
  return count >= total * CLEAR_MAJORITY && count >= Math.min(ENOUGH_VOTES, total);
}

/**
 * The unit of an eSIM's allowance, according to its own packages: "Europe 5 GB" with an allowance of 5120 is
 * in MB. Null when no size is known, none fits, or the last package and all of them together fit different units.
 */
export function unitByPackages({
  allowed,
  packages,
}: Pick<UnitEvidence, 'allowed' | 'packages'>): DataUnit | null {
  return voteOf({ allowed, packages })?.unit ?? null;
}

/**
 * True for an allowance that, in this unit, is what packages are sold at by so wide a margin that in the next unit it would
 * not be. One without a limit has nothing to prove.
 */
export function isBeyondDoubt(allowed: number | null, unit: DataUnit | null): boolean {
  if (allowed === null || allowed <= 0) return true;
  if (unit === null) return false;
  const bytes = allowed * UNIT_BYTES[unit];
  return bytes >= SMALLEST_SOLD * MARGIN && bytes <= LARGEST_SOLD / MARGIN;
}

function voteOf({ allowed, packages }: Pick<UnitEvidence, 'allowed' | 'packages'>): Vote | null {
  if (allowed === null || allowed <= 0) return null;
  const sized = packages.flatMap(({ packageName, dataBytes }) => {
    const bytes = dataBytes ?? parsePackageName(packageName);
    return bytes === null || bytes <= 0 ? [] : [{ packageName, bytes }];
  });
  const last = sized.at(-1);
  if (!last) return null;
  const sum = sized.reduce((total, { bytes }) => total + bytes, 0);
  const byLast = unitThatReads(allowed, last.bytes);
  const bySum = unitThatReads(allowed, sum);
  if (byLast && bySum && byLast !== bySum) return null;
  if (byLast) {
    return {
      unit: byLast,
      because: () => `package '${last.packageName}' has an allowance of ${allowed}`,
    };
  }
  return (
    bySum && {
      unit: bySum,
      because: () =>
        `${sized.length} packages of ${formatBytes(sum)} in total have an allowance of ${allowed}`,
    }
  );
}

function unitThatReads(figure: number, bytes: number): DataUnit | null {
  return UNITS.find((unit) => Math.abs((figure * UNIT_BYTES[unit]) / bytes - 1) <= CLOSE) ?? null;
}

function isSold(bytes: number): boolean {
  return bytes >= SMALLEST_SOLD && bytes <= LARGEST_SOLD;
}

function mostFrequent(units: readonly DataUnit[]): readonly [unit: DataUnit, count: number] {
  const counts = UNITS.map((unit) => [unit, units.filter((other) => other === unit).length] as const);
  return counts.reduce((most, one) => (one[1] > most[1] ? one : most));
}
