import { randomUUID } from 'node:crypto';
import { type DeliveryFault, deliveryFaultInWords, toReceiver } from '@roamwatch/core';
import { CHANNELS, type Channel, type ChannelKind } from '@roamwatch/notify';
import type { Clock } from '../ports/clock.js';
import type { Receiver, Settings } from '../settings.js';
import { type CheckResult, check, failed, ok } from './result.js';

export interface ReceiverCheck {
  readonly config: Settings;
  readonly channels: ReadonlyMap<string, Channel>;
  readonly now: Clock;
  /** Sends a clearly marked test message, too. */
  readonly send: boolean;
}

/** Tries the mail server once, and every hook. */
export async function checkReceivers({
  config,
  channels,
  now,
  send,
}: ReceiverCheck): Promise<readonly CheckResult[]> {
  const tried = await Promise.all(
    [...namesByChannel(channels)].map(([channel, names]) => probe(channel, kindOf(config, names), names)),
  );
  if (!send) return tried;
  const sent = await Promise.all(
    config.receivers.flatMap((receiver) => {
      const channel = channels.get(receiver.name);
      return channel
        ? toReceiver(receiver, null).map(({ recipient: to }) => sendTest(channel, receiver, to, config, now))
        : [];
    }),
  );
  return [...tried, ...sent];
}

/** Receivers, and reports that are emailed. */
function namesByChannel(channels: ReadonlyMap<string, Channel>): ReadonlyMap<Channel, readonly string[]> {
  const shared = new Map<Channel, string[]>();
  for (const [name, channel] of channels) shared.set(channel, [...(shared.get(channel) ?? []), name]);
  return shared;
}

function kindOf({ receivers }: Settings, names: readonly string[]): ChannelKind {
  return receivers.find(({ name }) => names.includes(name))?.channel.kind ?? 'email';
}

function probe(channel: Channel, kind: ChannelKind, names: readonly string[]): Promise<CheckResult> {
  const item = `${CHANNELS[kind].title} (${names.join(', ')})`;
  return check(item, async () => {
    const wrong = await channel.probe();
    return wrong === null ? ok(item, 'responds; nothing was sent') : failedBy(item, wrong);
  });
}

function failedBy(item: string, fault: DeliveryFault): CheckResult {
  const { error, quote, advice } = deliveryFaultInWords(fault);
  return failed(item, quote === null ? error : `${error} (${quote})`, advice || 'retry in a minute');
}

function sendTest(
  channel: Channel,
  receiver: Receiver,
  to: string,
  config: Settings,
  now: Clock,
): Promise<CheckResult> {
  const item = `test message to ${to}`;
  return check(item, async () => {
    const message = {
      kind: 'test',
      id: randomUUID(),
      receiver: receiver.name,
      createdAt: now(),
      timeZone: config.timeZone,
    } as const;
    const delivery = await channel.deliver(message, to);
    return delivery.outcome === 'sent' ? ok(item, 'sent') : failedBy(item, delivery.fault);
  });
}
