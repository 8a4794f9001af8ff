import { statSync } from 'node:fs';
import { type CheckResult, check, failed, ok, warning } from './result.js';

const WRITABLE_BY_OTHERS = 0o022;
const READABLE_BY_ALL = 0o004;
const WRITABLE_BY_ALL = 0o002;

/** Write access to the configuration decides where tokens are sent. `secrets` are those that it contains, in words. */
export function checkConfigFile(file: string, secrets: readonly string[]): CheckResult {
  const item = 'configuration file';
  const mode = modeOf(file);
  if ((mode & WRITABLE_BY_OTHERS) !== 0)
    return failed(item, `writable by other users (${octal(mode)})`, `chmod go-w ${file}`);
  if (secrets.length > 0 && (mode & READABLE_BY_ALL) !== 0) {
    const found = `readable by all users (${octal(mode)}), and contains: ${secrets.join(', ')}`;
    return warning(item, found, `chmod 600 ${file}, or move each secret to a file of its own`);
  }
  return ok(item, `writable only by its owner (${octal(mode)})`);
}

/** A result for every file a secret comes from; `files` gives each file's secret in words. */
export function checkSecretFiles(files: ReadonlyMap<string, string>): readonly Promise<CheckResult>[] {
  return [...files].map(([file, name]) => check(name, () => checkSecretFile(name, file)));
}

/** Containers mount secrets readable by all of the container, so that alone is not a failure. */
function checkSecretFile(item: string, file: string): CheckResult {
  const mode = modeOf(file);
  if ((mode & WRITABLE_BY_ALL) !== 0)
    return failed(item, `${file} is writable by all users (${octal(mode)})`, `chmod 600 ${file}`);
  if ((mode & READABLE_BY_ALL) === 0)
    return ok(item, `${file} is not readable by other users (${octal(mode)})`);
  return warning(item, `${file} is readable by all users (${octal(mode)})`, `chmod 600 ${file}`);
}

function modeOf(file: string): number {
  return statSync(file).mode & 0o777;
}

function octal(mode: number): string {
  return `mode ${mode.toString(8).padStart(3, '0')}`;
}
