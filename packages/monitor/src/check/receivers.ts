import { randomUUID } from 'node:crypto';
import { toReceiver } from '@roamwatch/core';
import type { Channel } from '@roamwatch/notify';
import type { Clock } from '../ports/clock.js';
import type { Receiver, ReceiverChannel, Settings } from '../settings.js';
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

function kindOf({ receivers }: Settings, names: readonly string[]): ReceiverChannel['kind'] {
  return receivers.find(({ name }) => names.includes(name))?.channel.kind ?? 'email';
}

function probe(
  channel: Channel,
  kind: ReceiverChannel['kind'],
  names: readonly string[],
): Promise<CheckResult> {
  const item = `${NAMES[kind]} (${names.join(', ')})`;
  return check(item, async () => {
    const wrong = await channel.probe();
    return wrong === null ? ok(item, 'answers; nothing was sent') : failed(item, wrong, HINTS[kind]);
  });
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
    return delivery.outcome === 'sent'
      ? ok(item, 'sent')
      : failed(item, delivery.error, HINTS[receiver.channel.kind]);
  });
}

const NAMES = { email: 'SMTP', slack: 'Slack', webhook: 'webhook' } as const;

const HINTS = {
  email: 'look at smtp.host, port, tls, username and password',
  slack:
    'see whether this machine reaches hooks.slack.com; if it does, make a new incoming webhook and store its URL',
  webhook: 'look at webhook.url, and whether this machine can reach it',
} as const;
