import { existsSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { formatBytes, formatDuration, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Connect } from '@roamwatch/notify';
import { type Dispatcher, request } from 'undici';
import type { Clock } from '../ports/clock.js';
import { type CheckResult, failed, ok, warning } from './result.js';

const MB = 1024 ** 2;
const TOO_LITTLE = 50 * MB;

/** A backup or a migration needs the database's size once more. */
export function checkDisk(database: string): CheckResult {
  const folder = existingAncestor(dirname(database));
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const size = existsSync(database) ? statSync(database).size : 0;
  const message = `${formatBytes(free)} free in ${folder}, database size ${formatBytes(size)}`;
  if (free < TOO_LITTLE) return failed('disk', message, 'free up disk space: the disk is almost full');
  if (free < Math.max(10 * TOO_LITTLE, 2 * size)) {
    return warning('disk', message, 'free up disk space: a backup needs as much as the database');
  }
  return ok('disk', message);
}

/** The folder itself, or the nearest above it that is there. */
export function existingAncestor(folder: string): string {
  return existsSync(folder) ? folder : existingAncestor(dirname(folder));
}

const NOTICEABLE: Seconds = 30;
const HARMFUL: Seconds = 300;
const TIMEOUT_MS = 10_000;

/** Compares this machine's clock with the one in the answers of the API. Expiry is judged by it. */
export async function checkClock(apiUrl: string, connect: Connect, now: Clock): Promise<CheckResult> {
  const theirs = await dateFrom(apiUrl, connect(apiUrl, 1));
  if (theirs === null) {
    return warning(
      'clock',
      'not checked: the API did not respond',
      'make sure the clock is synchronised (NTP)',
    );
  }
  const off = now() - theirs;
  const message =
    Math.abs(off) <= NOTICEABLE
      ? 'agrees with the API'
      : `is ${formatDuration(Math.abs(off))} ${off > 0 ? 'ahead of' : 'behind'} the API`;
  const hint = 'synchronise the clock of this machine (NTP), or expiry alerts fire at the wrong time';
  if (Math.abs(off) > HARMFUL) return failed('clock', message, hint);
  return Math.abs(off) > NOTICEABLE ? warning('clock', message, hint) : ok('clock', message);
}

/** The `Date` of any answer, to the second; null when there is none. No token is sent. */
async function dateFrom(url: string, dispatcher: Dispatcher): Promise<UnixSeconds | null> {
  try {
    const { headers, body } = await request(url, {
      dispatcher,
      method: 'HEAD',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await body.dump();
    const date = Date.parse(String(headers.date));
    return Number.isNaN(date) ? null : Math.floor(date / 1000);
  } catch {
    // Another check reports whether the API can be reached.
    return null;
  } finally {
    await dispatcher.destroy();
  }
}
