import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../ratios.json', import.meta.url);
/** Between two runs a ratio varies by less. */
const TOLERANCE = 0.1;
/** What does not depend on how fast the machine is. */
const COMPARABLE = new Set(['ratio', 'MB']);

/** What was measured, and is worse than the stored figure by more than a tenth, in words; empty when all is well. */
export function fallen(goals) {
  const { figures } = stored();
  return goals.flatMap(({ what, measured, unit, bound }) => {
    const before = figures[what];
    if (before === undefined || !COMPARABLE.has(unit)) return [];
    const isWorse =
      bound === 'at least' ? measured < before * (1 - TOLERANCE) : measured > before * (1 + TOLERANCE);
    return isWorse ? [`${what}: ${measured.toFixed(2)}, stored is ${before.toFixed(2)}`] : [];
  });
}

/** Stores what was measured; what was not stays as it was. */
export function storeRatios(goals, machine) {
  const comparable = goals.filter(({ unit }) => COMPARABLE.has(unit));
  const measured = Object.fromEntries(
    comparable.map(({ what, measured }) => [what, Number(measured.toFixed(3))]),
  );
  const figures = { ...stored().figures, ...measured };
  writeFileSync(FILE, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
}

function stored() {
  return existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : { machine: null, figures: {} };
}
