import { RoamifyError } from '@roamwatch/client';
import {
  concludeUnits,
  dateOf,
  HOUR,
  type PackagePurchase,
  type UnitEvidence,
  type UnitsInUse,
  type UnixSeconds,
  type UsageDetails,
} from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import type { Context } from '../../context.js';
import { endsTheCycle } from './failure.js';

const UNITS_KEY = 'units';

/** eSIMs asked for evidence while a unit is not certain: few, because each costs two calls. */
const SAMPLE = 12;

/** A single one that does not answer must not hold up the cycle: another one will do. */
const PATIENCE_MS = 20_000;

/** A likely reading is looked at again this often; an unknown one in every cycle. */
const LOOK_AGAIN = 6 * HOUR;

interface KnownUnits {
  readonly units: UnitsInUse;
  readonly lookedAt: UnixSeconds;
}

/**
 * The units the provider's figures are in. They are settled before the first answer is stored, because every
 * byte depends on them.
 *
 * @throws RoamifyError when the token is refused or the provider has stopped answering.
 */
export async function settleUnits(
  ctx: Context,
  targets: readonly PollTarget[],
  signal: AbortSignal | undefined,
): Promise<UnitsInUse> {
  const known = (ctx.store.settings.get(UNITS_KEY) ?? null) as KnownUnits | null;
  if (known && !needsEvidence(ctx, known)) return concludeUnits(ctx.config.units, [], known.units);

  const evidence = await gatherEvidence(ctx, targets, signal);
  const units = concludeUnits(ctx.config.units, evidence, known?.units ?? null);
  keep(ctx, known?.units ?? null, units);
  return units;
}

/** The units as they were last settled; null before the first cycle. */
export function unitsInUse(ctx: Pick<Context, 'store'>): UnitsInUse | null {
  return ((ctx.store.settings.get(UNITS_KEY) ?? null) as KnownUnits | null)?.units ?? null;
}

function needsEvidence(ctx: Context, { units, lookedAt }: KnownUnits): boolean {
  const { allowance, dailyUsage } = concludeUnits(ctx.config.units, [], units);
  if (allowance.unit === null || dailyUsage.unit === null) return true;
  return !(allowance.checked && dailyUsage.checked) && ctx.now() - lookedAt >= LOOK_AGAIN;
}

/** Remembers the conclusion; when the daily unit turns out another, the rows stored so far are put right. */
function keep(ctx: Context, former: UnitsInUse | null, units: UnitsInUse): void {
  const before = former?.dailyUsage.unit ?? null;
  const after = units.dailyUsage.unit;
  ctx.store.transaction(() => {
    if (before !== null && after !== null && before !== after) ctx.store.usage.rescaleDays(before, after);
    ctx.store.settings.set(UNITS_KEY, { units, lookedAt: ctx.now() } satisfies KnownUnits);
  });
  const log = units.allowance.unit === null ? ctx.log.warn.bind(ctx.log) : ctx.log.info.bind(ctx.log);
  log(
    { event: 'units', ...units },
    `allowance in ${units.allowance.unit ?? 'an unknown unit'}, daily usage in ${after}`,
  );
}

/** An eSIM as far as the units are concerned. */
export type UnitWitness = Pick<PollTarget, 'iccid' | 'status' | 'unlimited'>;

/**
 * Asks a sample of `targets`. A single one that cannot be asked is left out.
 *
 * @throws RoamifyError when the token is refused or the provider has stopped answering.
 */
export async function gatherEvidence(
  ctx: Pick<Context, 'api'>,
  targets: readonly UnitWitness[],
  signal: AbortSignal | undefined,
): Promise<readonly UnitEvidence[]> {
  const sample = spread(
    targets.filter((target) => target.status !== 'READY' && !target.unlimited),
    SAMPLE,
  );
  const found = await Promise.all(sample.map((target) => evidenceOf(ctx, target, signal)));
  return found.filter((evidence) => evidence !== null);
}

/** One eSIM's evidence; null when it cannot be asked, or does not answer soon. */
async function evidenceOf(
  ctx: Pick<Context, 'api'>,
  target: UnitWitness,
  signal: AbortSignal | undefined,
): Promise<UnitEvidence | null> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const options = { signal: signal ? AbortSignal.any([signal, patience]) : patience };
  try {
    const details = await ctx.api.usageDetails(target.iccid, options);
    const { purchases } = await ctx.api.packagesHistory(target.iccid, options);
    return evidenceFrom(details, purchases);
  } catch (error) {
    if (!(error instanceof RoamifyError)) throw error;
    const gaveUp = error.reason === 'aborted' && !signal?.aborted;
    if (gaveUp || !endsTheCycle(error)) return null;
    throw error;
  }
}

/** What an eSIM's answers say about the units they are in. */
export function evidenceFrom(details: UsageDetails, purchases: readonly PackagePurchase[]): UnitEvidence {
  const oldestFirst = [...purchases].sort((a, b) => (a.purchasedAt ?? 0) - (b.purchasedAt ?? 0));
  return {
    allowed: details.allowed,
    remaining: details.remaining,
    startedAt: details.startedAt,
    dayFigureSum: sumSinceStart(details),
    packages: oldestFirst.map(({ packageName }) => ({ packageName, dataBytes: null })),
  };
}

function sumSinceStart({ startedAt, days }: UsageDetails): number {
  const from = startedAt === null ? '' : dateOf(startedAt, 'UTC');
  return days.reduce((sum, day) => (day.date >= from ? sum + day.used : sum), 0);
}

/** Evenly spread over the fleet, so that one batch of odd eSIMs does not decide for all. */
function spread<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor(index * step)],
  ).filter((item) => item !== undefined);
}
