import { reportHookName, reportJobName } from '@roamwatch/monitor';
import { type Channel, HOOKS, type HookSecrets, openHook } from '@roamwatch/notify';
import type { Config, ReceiverChannel, SmtpConfig } from './config/config.js';
import { connectAs, trustOf } from './connect.js';

/**
 * Opens the channel of every receiver, by receiver name, and of every report that is emailed or posted. Receivers that share a
 * Slack hook share its channel, so that Slack's pace applies to both.
 *
 * @param slackIntervalMs least real time between two messages to one hook; null: what Slack allows.
 * @throws SecretError when a password or hook URL cannot be read.
 */
export async function openChannels(
  config: Config,
  slackIntervalMs: number | null,
): Promise<ReadonlyMap<string, Channel>> {
  const shared = new Map<string, Channel>();
  const channels = new Map<string, Channel>();
  for (const { name, channel } of config.receivers) {
    const destination = destinationOf(name, channel);
    const opened = shared.get(destination) ?? (await openChannel(channel, config, slackIntervalMs));
    shared.set(destination, opened);
    channels.set(name, opened);
  }
  for (const { name, emailTo, webhook } of config.reports) {
    if (webhook !== null) {
      const channel = await openChannel({ kind: 'webhook', secrets: webhook }, config, null);
      channels.set(reportHookName(name), channel);
    }
    if (emailTo.length === 0) continue;
    const opened = shared.get('email') ?? (await openEmail(config));
    shared.set('email', opened);
    channels.set(reportJobName(name), opened);
  }
  return channels;
}

/** The shared servers: one mail server, one Slack hook. */
function destinationOf(name: string, channel: ReceiverChannel): string {
  if (channel.kind === 'email') return channel.kind;
  const { sharedBy } = HOOKS[channel.kind];
  const shared = sharedBy === null ? name : channel.secrets[sharedBy]?.reveal();
  return `${channel.kind} ${shared}`;
}

async function openChannel(
  channel: ReceiverChannel,
  config: Config,
  slackIntervalMs: number | null,
): Promise<Channel> {
  if (channel.kind === 'email') return openEmail(config);
  const secrets = Object.entries(channel.secrets).map(([key, secret]) => [key, secret?.reveal() ?? null]);
  return openHook(
    channel.kind,
    // The check of the configuration has seen to it that those that are required are there.
    Object.fromEntries(secrets) as HookSecrets<typeof channel.kind>,
    { connect: connectAs(config), ...(slackIntervalMs === null ? {} : { minIntervalMs: slackIntervalMs }) },
  );
}

/** What sends email is loaded where there is a mail server to send it to. */
async function openEmail(config: Config): Promise<Channel> {
  const { smtp } = config;
  if (!smtp) throw new TypeError('an email receiver without smtp passed the check of the configuration');
  const { createEmailChannel } = await import('@roamwatch/notify/email');
  const secureContext = trustOf(config);
  return createEmailChannel({
    host: smtp.host,
    port: smtp.port,
    from: smtp.from,
    ...(smtp.username === null ? {} : { username: smtp.username }),
    ...(smtp.password === null ? {} : { password: smtp.password.reveal() }),
    ...(secureContext === undefined ? {} : { secureContext }),
    ...TLS[smtp.tls],
  });
}

const TLS: Readonly<Record<SmtpConfig['tls'], { readonly secure?: boolean; readonly requireTls?: boolean }>> =
  {
    auto: {},
    starttls: { secure: false, requireTls: true },
    implicit: { secure: true },
    optional: { secure: false, requireTls: false },
  };
