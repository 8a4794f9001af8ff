import { dateOf, type UnixSeconds } from '@roamwatch/core';
import type { AlertsMessage, Channel, Message, OutboxEntry } from '@roamwatch/notify';
import type { StoredMessage } from '@roamwatch/store';
import { composeAlerts } from './compose-alerts.js';
import type { DeliverContext } from './context.js';

/**
 * The message as it is true now, with what its channel lists of every alert. Notifications that were superseded while it
 * was pending are left out; null when nothing in the message is true any more.
 */
export async function compose(
  ctx: DeliverContext,
  entry: OutboxEntry,
  now: UnixSeconds,
  channel: Pick<Channel, 'listAlerts'>,
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
  return composeAlerts(ctx, base, stored, now, channel);
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
