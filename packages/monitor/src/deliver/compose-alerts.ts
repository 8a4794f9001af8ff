import { type EsimFacts, type Ranked, type UnixSeconds, worstFirst } from '@roamwatch/core';
import {
  type AlertItem,
  type AlertsMessage,
  type Channel,
  Gathering,
  itemsOf,
  type Placed,
  type PlacedSubject,
  SHOWN_IN_FULL,
  type Subject,
} from '@roamwatch/notify';
import type { StoredMessage } from '@roamwatch/store';
import type { DeliverContext } from './context.js';
import { inFull } from './in-full.js';
import { currentReason } from './reason.js';
import { reconsider, type Standing } from './reconsider.js';

/** Messages about more alerts than this are digests: top-ups are not looked up. */
const TOP_UPS_FOR_AT_MOST = 10;

type MessageHead = Omit<
  AlertsMessage,
  'kind' | 'asOf' | 'totals' | 'shown' | 'entries' | 'firstStart' | 'earlierMessageIds'
>;

/** Where an alert is in a message: by how bad it is, else by when its notification was queued. */
interface Place extends Ranked {
  readonly notification: number;
}

interface Found extends Placed<Place> {
  /** Null where it is about no eSIM. */
  readonly facts: EsimFacts | null;
}

/**
 * A message about alerts. A whole fleet's are looked at in parts, of which only what the channel lists and the few that are shown
 * are kept; usage, notes and top-ups are looked up for those shown in full.
 *
 * @returns null when nothing in it is true any more.
 */
export async function composeAlerts(
  ctx: DeliverContext,
  head: MessageHead,
  stored: StoredMessage,
  now: UnixSeconds,
  { listAlerts }: Pick<Channel, 'listAlerts'>,
): Promise<AlertsMessage | null> {
  const about = { ...head, asOf: now };
  const gathering = new Gathering<Place, Found>(byPlace, listAlerts?.(about) ?? null);
  for await (const standing of reconsider(ctx, stored, now)) {
    gathering.add(subjectsOf(await found(ctx, standing, now)));
  }
  const { shown, totals } = gathering;
  if (shown.length === 0) return null;
  const alerts = totals.alerts.open + totals.alerts.resolved;
  const withTopUps = alerts <= TOP_UPS_FOR_AT_MOST && head.audience !== 'traveller';
  return {
    ...about,
    kind: 'alerts',
    totals,
    shown: await shownIn(ctx, shown, { now, withTopUps }),
    entries: gathering.entries,
    firstStart: (stored.body as { firstStart: boolean }).firstStart,
    earlierMessageIds: await threadOf(ctx, gathering.leading, stored),
  };
}

function byPlace(a: Place, b: Place): number {
  return worstFirst(a, b) || a.notification - b.notification;
}

async function found(
  ctx: DeliverContext,
  standing: readonly Standing[],
  now: UnixSeconds,
): Promise<readonly Found[]> {
  const esims = [...new Set(standing.flatMap(({ alert }) => alert.esim ?? []))];
  const fleet = new Map((await ctx.store.fleet.facts(esims, now)).map((facts) => [facts.esim, facts]));
  return standing.map((one) => {
    const facts = one.alert.esim === null ? null : (fleet.get(one.alert.esim) ?? null);
    const item = itemOf(ctx, one, facts, now);
    return { item, facts, place: placeOf(item, one) };
  });
}

function itemOf(
  { config }: DeliverContext,
  { notification, alert, sent }: Standing,
  facts: EsimFacts | null,
  now: UnixSeconds,
): AlertItem {
  return {
    alertId: alert.id,
    change: notification.change,
    severity: alert.severity,
    rule: alert.rule,
    ruleType: alert.ruleType,
    reason: facts === null ? alert.reason : currentReason(config, alert, facts, now),
    openedAt: alert.openedAt,
    timesTold: sent?.times ?? 0,
    esim: facts && {
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
      notes: [],
      topUps: [],
      days: [],
    },
  };
}

function placeOf({ change, severity, ruleType, esim }: AlertItem, { notification }: Standing): Place {
  const { remainingBytes = null, allowanceBytes = null } = esim ?? {};
  const isKnown = remainingBytes !== null && allowanceBytes !== null && allowanceBytes > 0;
  const remainingShare = isKnown ? remainingBytes / allowanceBytes : null;
  return { change, severity, ruleType, remainingShare, notification: notification.id };
}

/** Puts those about one eSIM together; one about none is by itself. */
function subjectsOf(alerts: readonly Found[]): readonly PlacedSubject<Found>[] {
  const subjects = new Map<string, [Found, ...Found[]]>();
  for (const one of alerts) {
    const { facts, item } = one;
    const key = facts === null ? `alert ${item.alertId}` : `esim ${facts.esim}`;
    const known = subjects.get(key);
    if (known) known.push(one);
    else subjects.set(key, [one]);
  }
  return [...subjects.values()];
}

/** In a list there is no room for more than is known of all. */
async function shownIn(
  ctx: DeliverContext,
  shown: readonly PlacedSubject<Found>[],
  how: { readonly now: UnixSeconds; readonly withTopUps: boolean },
): Promise<readonly Subject[]> {
  if (shown.length > SHOWN_IN_FULL) return shown.map(itemsOf);
  return Promise.all(
    shown.map(async (subject) => {
      const { facts } = subject[0];
      return facts === null ? itemsOf(subject) : inFull(ctx, itemsOf(subject), facts, how);
    }),
  );
}

/**
 * The thread that a message joins: that of its worst alert of which the recipient was notified before. It joins no other,
 * because mail programs make one thread of all that a message refers to, and would tie the whole fleet together.
 */
async function threadOf(
  { store }: DeliverContext,
  alerts: readonly number[],
  message: StoredMessage,
): Promise<readonly string[]> {
  for (const alert of alerts) {
    const earlier = await store.outbox.earlierMessages([alert], message);
    if (earlier.length > 0) return earlier;
  }
  return [];
}
