import type { HookSecret } from '@roamwatch/notify';
import { HOOKS } from '@roamwatch/notify/channels';
import type { Config } from './config.js';
import type { Secret } from './secret.js';

/** Every file a secret comes from, with the secret in words. */
export function secretFiles(config: Config): ReadonlyMap<string, string> {
  return new Map(secretsOf(config).flatMap(([name, secret]) => (secret?.file ? [[secret.file, name]] : [])));
}

function secretsOf({
  api,
  database,
  smtp,
  http,
  push,
  heartbeatUrl,
  receivers,
}: Config): readonly (readonly [string, Secret | null])[] {
  return [
    ['API token', api.token],
    ['database password', database.server?.password ?? null],
    ['SMTP password', smtp?.password ?? null],
    ['HTTP token', http?.token ?? null],
    ['HTTP token for viewers', http?.viewerToken ?? null],
    ...(push?.secrets ?? []).map((secret): [string, Secret] => ['push secret', secret]),
    ['heartbeat address', heartbeatUrl],
    ...receivers.flatMap(({ name, channel }) =>
      channel.kind === 'email'
        ? []
        : Object.entries(channel.secrets).map(([key, secret]): [string, Secret | null] => {
            const settings: Readonly<Record<string, HookSecret>> = HOOKS[channel.kind].secrets;
            return [`${settings[key]?.title ?? key} of ${name}`, secret];
          }),
    ),
  ];
}
