import type { RoamifyClient } from '@roamwatch/client';
import type { Channel, Connect } from '@roamwatch/notify';
import type { Clock } from '../ports/clock.js';
import type { Settings } from '../settings.js';
import { checkDatabase } from './database.js';
import { checkClock, checkDisk } from './machine.js';
import { checkProvider } from './provider.js';
import { tryPush } from './push.js';
import { checkReceivers } from './receivers.js';
import { type CheckResult, check } from './result.js';

/** What the checks need that try connections. They send nothing. */
export interface OnlineParts {
  readonly config: Settings;
  /** The database file; null: the database is on a server, and checked elsewhere. */
  readonly database: string | null;
  readonly api: RoamifyClient;
  /** By receiver name. */
  readonly channels: ReadonlyMap<string, Channel>;
  /** Opens connections to the server of an address. */
  readonly connect: Connect;
  readonly now: Clock;
  /** Sends a test notification to every receiver with fixed addresses. */
  readonly send: boolean;
}

/** Tries everything the configuration names, for real. Nothing stops at the first failure, nothing is stored. */
export async function checkOnline(parts: OnlineParts): Promise<readonly CheckResult[]> {
  const { config, database, api, channels, connect, now, send } = parts;
  const pushedTo = config.push === null ? null : (config.http?.publicUrl ?? null);
  const findings = await Promise.all([
    ...(database === null
      ? []
      : [
          check('disk', () => checkDisk(database)),
          check('database', () => checkDatabase(database, config.timeZone, now())),
        ]),
    check('clock', () => checkClock(config.api.baseUrl, connect, now)),
    ...(pushedTo === null ? [] : [check('push address', () => tryPush(pushedTo, connect))]),
    checkProvider(config, api),
    checkReceivers({ config, channels, now, send }),
  ]);
  return findings.flat();
}
