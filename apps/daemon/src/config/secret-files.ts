import type { HookSecret } from '@roamwatch/notify';
import { HOOKS, type HookKind } from '@roamwatch/notify/channels';
import type { Config, HookSecretSources } from './config.js';
import type { Secret } from './secret.js';

/** A secret, and what it is in words. */
type Named = readonly [string, Secret | null];

/** Every file a secret comes from, with the secret in words. */
export function secretFiles(config: Config): ReadonlyMap<string, string> {
  return new Map(secretsOf(config).flatMap(([name, secret]) => (secret?.file ? [[secret.file, name]] : [])));
}

/** The secrets, in words, that are written in the configuration file itself, and not taken from the environment or from a file. */
export function secretsInFile(config: Config): readonly string[] {
  return secretsOf(config).flatMap(([name, secret]) => (secret?.isWritten ? [name] : []));
}

function secretsOf({
  api,
  database,
  smtp,
  http,
  push,
  heartbeatUrl,
  receivers,
  reports,
}: Config): readonly Named[] {
  return [
    ['API token', api.token],
    ['database password', database.server?.password ?? null],
    ['SMTP password', smtp?.password ?? null],
    ['HTTP token', http?.token ?? null],
    ['HTTP token for viewers', http?.viewerToken ?? null],
    ...(push?.secrets ?? []).map((secret): Named => ['push secret', secret]),
    ['heartbeat address', heartbeatUrl],
    ...receivers.flatMap(({ name, channel }) =>
      channel.kind === 'email' ? [] : secretsOfHook(channel.kind, channel.secrets, name),
    ),
    ...reports.flatMap(({ name, webhook }) =>
      webhook === null ? [] : secretsOfHook('webhook', webhook, `the report ${name}`),
    ),
  ];
}

function secretsOfHook(kind: HookKind, secrets: HookSecretSources, of: string): readonly Named[] {
  const settings: Readonly<Record<string, HookSecret>> = HOOKS[kind].secrets;
  return Object.entries(secrets).map(([key, secret]) => [`${settings[key]?.title ?? key} of ${of}`, secret]);
}
