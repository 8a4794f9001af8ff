import { statSync } from 'node:fs';
import type { Config } from '../../config/config.js';
import type { Secret } from '../../config/secret.js';
import { bad, doubtful, type Finding, finding, good } from './finding.js';

const WRITABLE_BY_OTHERS = 0o022;
const READABLE_BY_ALL = 0o004;
const WRITABLE_BY_ALL = 0o002;

/** Whoever may write the configuration decides where tokens are sent. */
export function checkConfigFile({ file }: Config): Finding {
  const mode = modeOf(file);
  if ((mode & WRITABLE_BY_OTHERS) === 0)
    return good('configuration file', `only its owner may write it (${octal(mode)})`);
  return bad('configuration file', `others may write it (${octal(mode)})`, `chmod go-w ${file}`);
}

/** A finding for every file a secret comes from. */
export function checkSecretFiles(config: Config): readonly Promise<Finding>[] {
  const files = new Map(
    secretsOf(config).flatMap(([name, secret]) => (secret?.file ? [[secret.file, name]] : [])),
  );
  return [...files].map(([file, name]) => finding(name, () => checkSecretFile(name, file)));
}

/** Containers mount secrets readable by all of the container, so that alone is not a failure. */
function checkSecretFile(item: string, file: string): Finding {
  const mode = modeOf(file);
  if ((mode & WRITABLE_BY_ALL) !== 0)
    return bad(item, `everybody may write ${file} (${octal(mode)})`, `chmod 600 ${file}`);
  if ((mode & READABLE_BY_ALL) === 0) return good(item, `${file} is kept from others (${octal(mode)})`);
  return doubtful(item, `everybody on this machine may read ${file} (${octal(mode)})`, `chmod 600 ${file}`);
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

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

function octal(mode: number): string {
  return `mode ${mode.toString(8).padStart(3, '0')}`;
}
