import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatBytes, formatInstant, MINUTE, type UnixSeconds } from '@roamwatch/core';
import { openStore, type Store, StoreError } from '@roamwatch/store';
import { existingAncestor } from './machine.js';
import { type CheckResult, failed, ok, warning } from './result.js';

/** Reading the whole of a larger file takes minutes. */
const READ_WHOLE_UP_TO = 500 * 1024 ** 2;

/** Opens the database for reading: a check neither makes nor changes one. */
export async function checkDatabase(file: string, timeZone: string, now: UnixSeconds): Promise<CheckResult> {
  if (!existsSync(file)) return notYetThere(file);
  try {
    const store = openStore({ file, readOnly: true });
    try {
      return await inspect(store, timeZone, now);
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    if (error.reason === 'older-version') {
      return warning('database', error.message, 'the next poll will migrate it');
    }
    const hint = error.reason === 'corrupt' ? 'restore a backup' : 'check `database` in the configuration';
    return failed('database', error.message, hint);
  }
}

function notYetThere(file: string): CheckResult {
  const folder = existingAncestor(dirname(file));
  if (statSync(folder).isDirectory() && isWritable(folder)) {
    return ok('database', `${file} does not exist yet; the first poll will create it`);
  }
  return failed(
    'database',
    `${file} cannot be created: ${folder} is not a writable folder`,
    'make the folder writable for the user that runs roamwatch, or check `database` in the configuration',
  );
}

async function inspect(store: Store, timeZone: string, now: UnixSeconds): Promise<CheckResult> {
  const { file } = store;
  const { size, mode } = statSync(file);
  if ((mode & 0o077) !== 0) {
    const octal = (mode & 0o777).toString(8);
    return failed('database', `${file} is readable by other users (mode ${octal})`, `chmod 600 ${file}`);
  }
  if (!isWritable(file)) {
    return failed(
      'database',
      `${file} is not writable`,
      'make the file and its folder writable for the user that runs roamwatch',
    );
  }
  const lastGood = await store.cycles.lastGoodAt();
  if (lastGood !== null && lastGood > now + MINUTE) {
    const when = formatInstant(lastGood, timeZone);
    return failed(
      'database',
      `its last poll is in the future (${when})`,
      'correct the clock of this machine',
    );
  }
  const whole = size <= READ_WHOLE_UP_TO;
  const faults = whole ? await store.upkeep.check() : [];
  if (faults.length > 0) return failed('database', `${file} is damaged: ${faults[0]}`, 'restore a backup');
  return ok(
    'database',
    `${file}: ${formatBytes(size)}, ${whole ? 'sound' : 'not fully verified, run `roamwatch db check`'}`,
  );
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
