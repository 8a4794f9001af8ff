import { randomUUID } from 'node:crypto';
import type { Channel } from '@roamwatch/notify';
import type { Clock } from '../../clock.js';
import type { Config, Receiver } from '../../config/config.js';
import { fixedRecipients } from '../deliver/announce.js';
import { bad, type Finding, finding, good } from './finding.js';

export interface ReceiverCheck {
  readonly config: Config;
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
}: ReceiverCheck): Promise<readonly Finding[]> {
  const tried = await Promise.all(
    [...byChannel(config, channels)].map(([channel, shared]) => probe(channel, shared)),
  );
  if (!send) return tried;
  const sent = await Promise.all(
    config.receivers.flatMap((receiver) => {
      const channel = channels.get(receiver.name);
      return channel
        ? fixedRecipients(receiver).map((to) => sendTest(channel, receiver, to, config, now))
        : [];
    }),
  );
  return [...tried, ...sent];
}

function byChannel(
  config: Config,
  channels: ReadonlyMap<string, Channel>,
): ReadonlyMap<Channel, readonly Receiver[]> {
  const shared = new Map<Channel, Receiver[]>();
  for (const receiver of config.receivers) {
    const channel = channels.get(receiver.name);
    if (channel) shared.set(channel, [...(shared.get(channel) ?? []), receiver]);
  }
  return shared;
}

function probe(channel: Channel, receivers: readonly Receiver[]): Promise<Finding> {
  const kind = receivers[0]?.channel.kind ?? 'email';
  const item = `${NAMES[kind]} (${receivers.map(({ name }) => name).join(', ')})`;
  return finding(item, async () => {
    const wrong = await channel.probe();
    return wrong === null ? good(item, 'answers; nothing was sent') : bad(item, wrong, HINTS[kind]);
  });
}

function sendTest(
  channel: Channel,
  receiver: Receiver,
  to: string,
  config: Config,
  now: Clock,
): Promise<Finding> {
  const item = `test message to ${to}`;
  return finding(item, async () => {
    const message = {
      kind: 'test',
      id: randomUUID(),
      receiver: receiver.name,
      createdAt: now(),
      timeZone: config.timeZone,
    } as const;
    const delivery = await channel.deliver(message, to);
    return delivery.outcome === 'sent'
      ? good(item, 'sent')
      : bad(item, delivery.error, HINTS[receiver.channel.kind]);
  });
}

const NAMES = { email: 'SMTP', slack: 'Slack', webhook: 'webhook' } as const;

const HINTS = {
  email: 'look at smtp.host, port, tls, username and password',
  slack:
    'see whether this machine reaches hooks.slack.com; if it does, make a new incoming webhook and store its URL',
  webhook: 'look at webhook.url, and whether this machine can reach it',
} as const;
