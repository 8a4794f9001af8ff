import {
  addDays,
  type DayTotal,
  dateOf,
  type EsimFacts,
  type EsimKey,
  type TopUpPackage,
  totalPerDay,
  type UnixSeconds,
} from '@roamwatch/core';
import type { AlertItem, Subject } from '@roamwatch/notify';
import type { DeliverContext } from './context.js';

/** Days shown in the small usage picture of a message. */
const PICTURE_DAYS = 14;

/** The alerts about an eSIM, with all that a message shows of it where it has the room. */
export async function inFull(
  ctx: DeliverContext,
  subject: Subject,
  facts: EsimFacts,
  { now, withTopUps }: { readonly now: UnixSeconds; readonly withTopUps: boolean },
): Promise<Subject> {
  const { notes, topUp } = await ctx.store.fleet.adviceOn(facts.esim);
  const days = await dayTotals(ctx, facts.esim, now);
  const isWanted = withTopUps && topUp && subject.some(({ change }) => change !== 'resolved');
  const topUps = isWanted && facts.iccid !== null ? await offersFor(ctx, facts.esim, facts.iccid) : [];
  const detailed = (item: AlertItem): AlertItem => ({
    ...item,
    esim: item.esim && { ...item.esim, notes, days, topUps: item.change === 'resolved' ? [] : topUps },
  });
  const [worst, ...others] = subject;
  return [detailed(worst), ...others.map(detailed)];
}

async function dayTotals(ctx: DeliverContext, esim: EsimKey, now: UnixSeconds): Promise<readonly DayTotal[]> {
  const from = addDays(dateOf(now, 'UTC'), -PICTURE_DAYS);
  return totalPerDay(await ctx.store.usage.daysSince(esim, from));
}

/** Offers name no currency: prices are in the account's own, in which the packages were bought. */
async function offersFor(
  ctx: DeliverContext,
  esim: EsimKey,
  iccid: string,
): Promise<readonly TopUpPackage[]> {
  const offers = await ctx.topUps.cheapest(iccid);
  const currency = await ctx.store.purchases.currencyOf(esim);
  return offers.map((offer) => ({ ...offer, currency: offer.currency ?? currency }));
}
