import {
  addDays,
  type DayTotal,
  dateOf,
  type EsimFacts,
  type EsimKey,
  type Ranked,
  type TopUpPackage,
  totalPerDay,
  type UnixSeconds,
  worstFirst,
} from '@roamwatch/core';
import type { AlertedEsim, AlertItem, AlertsMessage, Message, OutboxEntry } from '@roamwatch/notify';
import type { StoredMessage } from '@roamwatch/store';
import type { DeliverContext } from './context.js';
import { currentReason } from './reason.js';
import { reconsider, type Standing } from './reconsider.js';

/** Days shown in the small usage picture of a message. */
const PICTURE_DAYS = 14;

/** Messages about more eSIMs than this are digests: top-ups are not looked up for each. */
const TOP_UPS_FOR_AT_MOST = 10;

/**
 * The message as it is true now. Notifications that were superseded while it was pending are left out; null when nothing
 * in the message is true any more.
 */
export async function compose(
  ctx: DeliverContext,
  entry: OutboxEntry,
  now: UnixSeconds,
): Promise<Message | null> {
  const stored = await ctx.store.outbox.message(entry.id);
  if (!stored) return null;
  const base = {
    id: stored.id,
    receiver: stored.receiver,
    createdAt: stored.createdAt,
    timeZone: ctx.config.timeZone,
    ...linksOf(ctx),
    ...(await readerOf(ctx, stored, now)),
  };
  if (stored.kind !== 'alerts') return { ...base, kind: stored.kind, ...(stored.body as object) } as Message;
  return composeAlerts(ctx, base, stored, now);
}

/** The reader: an inventory receiver writes to the traveller, in the language that the inventory gives. */
async function readerOf(
  { config, store }: DeliverContext,
  { receiver, recipient }: StoredMessage,
  now: UnixSeconds,
): Promise<Pick<AlertsMessage, 'audience' | 'language'>> {
  if (config.receivers.find(({ name }) => name === receiver)?.recipients !== 'inventory') return {};
  const language = await store.inventory.languageOf(recipient, dateOf(now, config.timeZone));
  return { audience: 'traveller', ...(language === null ? {} : { language }) };
}

/** The addresses that messages link to. */
function linksOf({ config }: DeliverContext): Pick<AlertsMessage, 'pageUrl' | 'topUpUrl'> {
  const pageUrl = config.http?.publicUrl ?? null;
  const { dashboardUrl } = config.api;
  return {
    ...(pageUrl === null ? {} : { pageUrl }),
    ...(dashboardUrl === null ? {} : { topUpUrl: dashboardUrl }),
  };
}

async function composeAlerts(
  ctx: DeliverContext,
  base: Omit<AlertsMessage, 'kind' | 'asOf' | 'items' | 'firstStart' | 'earlierMessageIds'>,
  stored: StoredMessage,
  now: UnixSeconds,
): Promise<AlertsMessage | null> {
  const standing = await reconsider(ctx, stored, now);
  if (standing.length === 0) return null;

  const withTopUps = standing.length <= TOP_UPS_FOR_AT_MOST && base.audience !== 'traveller';
  const esims = [...new Set(standing.flatMap(({ alert }) => alert.esim ?? []))];
  const fleet = new Map((await ctx.store.fleet.facts(esims, now)).map((facts) => [facts.esim, facts]));
  const items = await Promise.all(
    standing.map((one) => itemFor(ctx, one, factsOf(fleet, one), now, withTopUps)),
  );
  const sorted = [...items].sort((a, b) => worstFirst(ranked(a), ranked(b)));
  return {
    ...base,
    kind: 'alerts',
    asOf: now,
    items: sorted,
    firstStart: (stored.body as { firstStart: boolean }).firstStart,
    earlierMessageIds: await threadOf(ctx, sorted, stored),
  };
}

/** Alerts that are looked through for a thread to join. */
const THREADS_TRIED = 50;

/**
 * The thread that a message joins: that of its worst alert of which the recipient was notified before. It joins no other,
 * because mail programs make one thread of all that a message refers to, and would tie the whole fleet together.
 */
async function threadOf(
  { store }: DeliverContext,
  items: readonly AlertItem[],
  message: StoredMessage,
): Promise<readonly string[]> {
  for (const { alertId } of items.slice(0, THREADS_TRIED)) {
    const earlier = await store.outbox.earlierMessages([alertId], message);
    if (earlier.length > 0) return earlier;
  }
  return [];
}

function factsOf(fleet: ReadonlyMap<EsimKey, EsimFacts>, { alert }: Standing): EsimFacts | null {
  return alert.esim === null ? null : (fleet.get(alert.esim) ?? null);
}

function ranked(item: AlertItem): Ranked {
  const { remainingBytes = null, allowanceBytes = null } = item.esim ?? {};
  const known = remainingBytes !== null && allowanceBytes !== null && allowanceBytes > 0;
  return { ...item, remainingShare: known ? remainingBytes / allowanceBytes : null };
}

async function itemFor(
  ctx: DeliverContext,
  { notification, alert, sent }: Standing,
  facts: EsimFacts | null,
  now: UnixSeconds,
  withTopUps: boolean,
): Promise<AlertItem> {
  return {
    alertId: alert.id,
    change: notification.change,
    severity: alert.severity,
    rule: alert.rule,
    ruleType: alert.ruleType,
    reason: facts === null ? alert.reason : currentReason(ctx.config, alert, facts, now),
    openedAt: alert.openedAt,
    timesTold: sent?.times ?? 0,
    esim:
      facts === null
        ? null
        : await alertedEsim(ctx, facts, now, withTopUps && notification.change !== 'resolved'),
  };
}

async function alertedEsim(
  ctx: DeliverContext,
  facts: EsimFacts,
  now: UnixSeconds,
  withTopUps: boolean,
): Promise<AlertedEsim> {
  const { esim } = facts;
  const advice = await ctx.store.fleet.adviceOn(esim);
  return {
    iccid: facts.iccid,
    esimId: facts.esimId,
    label: facts.label,
    costCentre: facts.costCentre,
    project: facts.project,
    status: facts.status,
    remainingBytes: facts.reading?.remainingBytes ?? null,
    allowanceBytes: facts.reading?.allowanceBytes ?? null,
    expiresAt: facts.status === 'READY' ? facts.lapsesAt : (facts.reading?.packageEndsAt ?? null),
    readAt: facts.reading?.at ?? null,
    notes: advice.notes,
    topUps: withTopUps && facts.iccid !== null && advice.topUp ? await offersFor(ctx, esim, facts.iccid) : [],
    days: await dayTotals(ctx, esim, now),
  };
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
