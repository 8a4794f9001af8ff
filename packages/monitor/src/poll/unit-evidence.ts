import { RoamifyError } from '@roamwatch/client';
import { dateOf, type PackagePurchase, type UnitEvidence, type UsageDetails } from '@roamwatch/core';
import type { PollTarget } from '@roamwatch/store';
import { allEnded } from './all-ended.js';
import type { PollContext } from './context.js';
import { endsTheCycle } from './failure.js';

/** eSIMs polled for evidence before anything is known: few, because each costs two calls. */
const SAMPLE = 12;

/** A single one that does not answer must not delay the cycle: another one will do. */
const PATIENCE_MS = 20_000;

/** An eSIM as far as the units are concerned. */
export type UnitWitness = Pick<PollTarget, 'iccid' | 'requestIccid' | 'status' | 'unlimited'>;

/** Whether its figures show anything about units. */
export function isWitness({ status, unlimited }: Pick<UnitWitness, 'status' | 'unlimited'>): boolean {
  return status !== 'READY' && !unlimited;
}

/**
 * Polls a sample of `targets`. A single one that does not answer is left out.
 *
 * @throws RoamifyError when the token is refused or the provider has stopped answering.
 */
export async function gatherEvidence(
  ctx: Pick<PollContext, 'api'>,
  targets: readonly UnitWitness[],
  signal: AbortSignal | undefined,
): Promise<readonly UnitEvidence[]> {
  const sample = spread(targets.filter(isWitness), SAMPLE);
  const found = await allEnded(sample.map((target) => evidenceOf(ctx, target, signal)));
  return found.filter((evidence) => evidence !== null);
}

/** One eSIM's evidence, with its packages where the history answers; null when it does not answer soon. */
async function evidenceOf(
  ctx: Pick<PollContext, 'api'>,
  target: UnitWitness,
  signal: AbortSignal | undefined,
): Promise<UnitEvidence | null> {
  const patience = AbortSignal.timeout(PATIENCE_MS);
  const options = { signal: signal ? AbortSignal.any([signal, patience]) : patience };
  const spelling = target.requestIccid ?? target.iccid;
  const request = async () => {
    const details = await ctx.api.usageDetails(spelling, options);
    const purchases = await unlessPointless(signal, async () => {
      const history = await ctx.api.packagesHistory(spelling, options);
      return history.purchases;
    });
    return evidenceFrom(details, purchases ?? []);
  };
  return unlessPointless(signal, request);
}

/** Null for a single failure that proves nothing about the rest; one that ends the cycle is thrown. */
async function unlessPointless<T>(
  signal: AbortSignal | undefined,
  request: () => Promise<T>,
): Promise<T | null> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof RoamifyError)) throw error;
    const gaveUp = error.reason === 'aborted' && !signal?.aborted;
    if (gaveUp || !endsTheCycle(error)) return null;
    throw error;
  }
}

/** The evidence of an eSIM's answers about their units. */
export function evidenceFrom(
  details: UsageDetails,
  purchases: readonly Pick<PackagePurchase, 'packageName' | 'purchasedAt'>[],
): UnitEvidence {
  return {
    allowed: details.allowed,
    remaining: details.remaining,
    startedAt: details.startedAt,
    dayFigureSum: sumSinceStart(details),
    packages: oldestFirst(purchases).map(({ packageName }) => ({ packageName, dataBytes: null })),
  };
}

export function oldestFirst<P extends Pick<PackagePurchase, 'purchasedAt'>>(
  purchases: readonly P[],
): readonly P[] {
  return purchases.toSorted((a, b) => (a.purchasedAt ?? 0) - (b.purchasedAt ?? 0));
}

function sumSinceStart({ startedAt, days }: UsageDetails): number {
  const from = startedAt === null ? '' : dateOf(startedAt, 'UTC');
  return days.reduce((sum, day) => (day.date >= from ? sum + day.used : sum), 0);
}

/** Evenly spread over the fleet, so that one batch of odd eSIMs does not decide for all. */
export function spread<T>(items: readonly T[], count: number): readonly T[] {
  const step = Math.max(1, items.length / count);
  return Array.from(
    { length: Math.min(count, items.length) },
    (_, index) => items[Math.floor(index * step)],
  ).filter((item) => item !== undefined);
}
