import {
  concludeUnits,
  type DataUnit,
  type UnitConclusion,
  type UnitEvidence,
  type UnitSetting,
  type UnitsInUse,
} from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { Answer, Heard } from './ask-esim.js';
import type { PollContext } from './context.js';
import { evidenceFrom, gatherEvidence, spread } from './unit-evidence.js';

const UNITS_KEY = 'units';

/** Of a batch of answers this many are looked at; of a small fleet all of them are needed. */
const LOOKED_AT = 24;
const NEEDED = 12;

/**
 * The units the provider's figures are in. They are settled before the first answer is stored, because every
 * byte depends on them, and reviewed with every batch of answers since.
 *
 * @throws RoamifyError when the token is refused or the provider has stopped answering.
 */
export async function settleUnits(
  ctx: PollContext,
  targets: Iterable<PollTarget>,
  signal: AbortSignal | undefined,
): Promise<UnitsInUse> {
  const known = unitsInUse(ctx);
  const evidence = known ? [] : await gatherEvidence(ctx, [...targets], signal);
  const units = concludeUnits(ctx.config.units, evidence, known);
  if (known === null || isTurn(known, units)) takeOver(ctx, known, units);
  return units;
}

/** The units as they were last settled; null before the first cycle. */
export function unitsInUse(ctx: Pick<PollContext, 'store'>): UnitsInUse | null {
  return (ctx.store.settings.get(UNITS_KEY) ?? null) as UnitsInUse | null;
}

/**
 * Looks whether a batch of answers still speaks for the units in use. When it clearly speaks for others, those hold
 * from this batch on, and what is stored is put right.
 *
 * @param fleet how many eSIMs are asked.
 */
export function reviewUnits(
  ctx: PollContext,
  batch: readonly Answer[],
  fleet: number,
  units: UnitsInUse,
): UnitsInUse {
  const evidence = evidenceIn(ctx, batch);
  if (evidence.length < Math.min(NEEDED, fleet)) return units;
  const reviewed = concludeUnits(ctx.config.units, evidence, units);
  if (JSON.stringify(reviewed) !== JSON.stringify(units)) takeOver(ctx, units, reviewed);
  return reviewed;
}

function evidenceIn({ store }: PollContext, batch: readonly Answer[]): readonly UnitEvidence[] {
  const heard = batch.filter((answer): answer is Heard => answer.kind === 'heard');
  const witnesses = spread(
    heard.filter(({ target }) => target.status !== 'READY' && !target.unlimited),
    LOOKED_AT,
  );
  const stored = store.purchases.packagesOf(witnesses.map(({ target }) => target.esim));
  return witnesses.map(({ target, details, history }) =>
    evidenceFrom(details, history ?? stored.get(target.esim) ?? []),
  );
}

/** Remembers the conclusion; what was stored by a unit that was wrong all along is put right. */
function takeOver({ store, log, config }: PollContext, former: UnitsInUse | null, units: UnitsInUse): void {
  store.transaction(() => {
    const allowance = misread(config.units.allowance, former?.allowance, units.allowance);
    if (allowance) store.usage.rescaleReadings(allowance.from, allowance.to);
    const daily = misread(config.units.dailyUsage, former?.dailyUsage, units.dailyUsage);
    if (daily) store.usage.rescaleDays(daily.from, daily.to);
    store.settings.set(UNITS_KEY, units);
  });
  if (former !== null && !isTurn(former, units) && isChecked(former) === isChecked(units)) return;
  const { allowance, dailyUsage } = units;
  const doubtful = allowance.unit === null || (former !== null && isTurn(former, units));
  log[doubtful ? 'warn' : 'info'](
    { event: 'units', ...units },
    `allowance in ${allowance.unit ?? 'an unknown unit'} (${allowance.evidence}), ` +
      `daily usage in ${dailyUsage.unit ?? 'an unknown unit'} (${dailyUsage.evidence})`,
  );
}

/**
 * How figures stored so far were misread; null when they were not. A unit that was only likely, or that the operator
 * corrects, was wrong from the start. Where one that was proven turns, the provider has begun to count otherwise.
 */
function misread(
  setting: UnitSetting,
  before: UnitConclusion | undefined,
  after: UnitConclusion,
): { readonly from: DataUnit; readonly to: DataUnit } | null {
  if (!before?.unit || !after.unit || before.unit === after.unit) return null;
  return setting === 'auto' && before.checked ? null : { from: before.unit, to: after.unit };
}

function isTurn(before: UnitsInUse, after: UnitsInUse): boolean {
  return before.allowance.unit !== after.allowance.unit || before.dailyUsage.unit !== after.dailyUsage.unit;
}

function isChecked({ allowance, dailyUsage }: UnitsInUse): boolean {
  return allowance.checked && dailyUsage.checked;
}
