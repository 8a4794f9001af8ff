import { type RoamifyClient, RoamifyError } from '@roamwatch/client';
import { DAY, type TopUpPackage, type UnixSeconds } from '@roamwatch/core';
import type { Clock } from '../ports/clock.js';

/** Offers rarely change. A message waits for them at most once a day per eSIM. */
const KEEP = DAY;
const SHOWN = 3;
/** A message is not held up for longer to name them. */
const PATIENCE_MS = 3_000;
/** Bounds memory on large fleets: the oldest are forgotten first. */
const REMEMBERED = 1_000;

/** The cheapest top-ups for an eSIM, for the advice in a message. */
export interface TopUpOffers {
  /** Cheapest first; empty when there are none or the API has no answer: a message never fails for lack of an offer. */
  cheapest(iccid: string): Promise<readonly TopUpPackage[]>;
}

export function createTopUpOffers(api: RoamifyClient, now: Clock): TopUpOffers {
  const remembered = new Map<
    string,
    { readonly at: UnixSeconds; readonly packages: readonly TopUpPackage[] }
  >();
  return {
    async cheapest(iccid) {
      const known = remembered.get(iccid);
      if (known && now() - known.at < KEEP) return known.packages;
      const packages = await askCheapest(api, iccid);
      if (packages === null) return [];
      remembered.delete(iccid);
      remembered.set(iccid, { at: now(), packages });
      const oldest = remembered.keys().next();
      if (remembered.size > REMEMBERED && !oldest.done) remembered.delete(oldest.value);
      return packages;
    },
  };
}

/** Null when the API has no answer. */
async function askCheapest(api: RoamifyClient, iccid: string): Promise<readonly TopUpPackage[] | null> {
  try {
    const { packages } = await api.topUpPackages(iccid, { signal: AbortSignal.timeout(PATIENCE_MS) });
    return packages
      .filter((offer) => offer.price !== null)
      .sort((a, b) => Number(a.price) - Number(b.price))
      .slice(0, SHOWN);
  } catch (error) {
    if (error instanceof RoamifyError) return null;
    throw error;
  }
}
