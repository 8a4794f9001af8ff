import { isDeepStrictEqual } from 'node:util';
import {
  decideUnits,
  type SoldPackage,
  type UnitEvidence,
  type UnitsBefore,
  type UnitsInUse,
  type UsageAnswer,
  unitsDiffer,
} from '@roamwatch/core';
import type { PollContext } from './context.js';
import type { Polled } from './request-usage.js';
import { someOf, type Targets } from './targets.js';
import { evidenceFrom, gatherEvidence, isWitness, spread } from './unit-evidence.js';

/** This many answers of a batch are checked; of a small fleet all of them are needed. */
const NEEDED = 12;
/** Twice as many must be clearly against the units in use before those are abandoned: a dozen are now and then all odd. */
const LOOKED_AT = 24;

/**
 * The units the provider's figures are in. They are settled before the first answer is stored, because every
 * byte depends on them, and reviewed with every batch of answers since.
 *
 * @throws RoamifyError when the token is refused or the provider has stopped answering.
 */
export async function settleUnits(
  ctx: PollContext,
  targets: Targets,
  signal: AbortSignal | undefined,
): Promise<UnitsInUse> {
  const known = await ctx.store.usage.units();
  const evidence = known ? [] : await gatherEvidence(ctx, await someOf(targets, isWitness), signal);
  return settle(ctx, [], () => evidence);
}

/**
 * Checks whether a batch of answers still supports the units in use, which nearly every one does: then nothing is written. When it
 * clearly supports others, those apply from this batch on, and what is stored is corrected.
 *
 * @param fleet how many eSIMs are polled.
 */
export async function reviewUnits(
  ctx: PollContext,
  batch: readonly Polled[],
  fleet: number,
  units: UnitsInUse,
): Promise<UnitsInUse> {
  const witnesses = witnessesIn(batch);
  if (witnesses.length < Math.min(NEEDED, fleet)) return units;
  const stored = await ctx.store.usage.units();
  if (stored !== null && areSupported(stored, spread(witnesses, NEEDED), ctx)) return stored;
  const esims = witnesses.map(({ answer: { esim } }) => esim);
  return settle(ctx, esims, ({ packages }) =>
    witnesses.map(({ answer }) => evidenceOf(answer, packages.get(answer.esim))),
  );
}

/** With nothing to be stored about them. */
function areSupported(
  stored: UnitsInUse,
  witnesses: readonly Witness[],
  { config }: Pick<PollContext, 'config'>,
): boolean {
  const evidence = witnesses.map(({ answer, packages }) => evidenceOf(answer, packages));
  return isDeepStrictEqual(decideUnits(config.units, evidence, stored).units, stored);
}

interface Witness {
  readonly answer: UsageAnswer;
  /** As they were stored when it was polled. */
  readonly packages: readonly SoldPackage[];
}

function witnessesIn(batch: readonly Polled[]): readonly Witness[] {
  const answers = batch.flatMap(({ target, packages, answer }) =>
    answer.kind === 'usage' && isWitness(target) ? [{ answer, packages }] : [],
  );
  return spread(answers, LOOKED_AT);
}

function evidenceOf({ whole, history }: UsageAnswer, stored: readonly SoldPackage[] = []): UnitEvidence {
  return evidenceFrom(whole(), history?.purchases ?? stored);
}

async function settle(
  { store, log, config, now }: PollContext,
  esims: readonly number[],
  evidenceIn: (before: UnitsBefore) => readonly UnitEvidence[],
): Promise<UnitsInUse> {
  const { former, units, rejectedRows } = await store.usage.settleUnits(esims, now(), (before) =>
    decideUnits(config.units, evidenceIn(before), before.units),
  );
  if (isWorthLogging(former, units)) logUnits(log, former, units);
  if (rejectedRows > 0) {
    log.warn(
      { event: 'units', rejectedRows },
      `${rejectedRows} stored daily rows are out of range in ${units.dailyUsage.unit} and were rejected: roamwatch rejected`,
    );
  }
  return units;
}

function isWorthLogging(former: UnitsInUse | null, units: UnitsInUse): boolean {
  return former === null || unitsDiffer(former, units) || isChecked(former) !== isChecked(units);
}

function logUnits(log: PollContext['log'], former: UnitsInUse | null, units: UnitsInUse): void {
  const { allowance, dailyUsage } = units;
  const isDoubtful = allowance.unit === null || (former !== null && unitsDiffer(former, units));
  log[isDoubtful ? 'warn' : 'info'](
    { event: 'units', ...units },
    `allowance in ${allowance.unit ?? 'an unknown unit'} (${allowance.evidence}), ` +
      `daily usage in ${dailyUsage.unit ?? 'an unknown unit'} (${dailyUsage.evidence})`,
  );
}

function isChecked({ allowance, dailyUsage }: UnitsInUse): boolean {
  return allowance.checked && dailyUsage.checked;
}
