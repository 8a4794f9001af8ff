import type { Config } from './config.js';
import type { Secret } from './secret.js';

/** Every file a secret comes from, with the secret in words. */
export function secretFiles(config: Config): ReadonlyMap<string, string> {
  return new Map(secretsOf(config).flatMap(([name, secret]) => (secret?.file ? [[secret.file, name]] : [])));
}

function secretsOf({
  api,
  smtp,
  http,
  heartbeatUrl,
  receivers,
}: Config): readonly (readonly [string, Secret | null])[] {
  return [
    ['API token', api.token],
    ['SMTP password', smtp?.password ?? null],
    ['HTTP token', http?.token ?? null],
    ['heartbeat address', heartbeatUrl],
    ...receivers.flatMap(({ name, channel }): [string, Secret | null][] => {
      if (channel.kind === 'slack') return [[`hook of ${name}`, channel.webhookUrl]];
      if (channel.kind === 'webhook') {
        return [
          [`address of ${name}`, channel.url],
          [`signing secret of ${name}`, channel.secret],
        ];
      }
      return [];
    }),
  ];
}
