import { formatInstant, type UnixSeconds } from '@roamwatch/core';
import { type CheckResult, type Clock, checkConfiguration, checkOnline } from '@roamwatch/monitor';
import { openChannels } from './channels.js';
import { checkAccess } from './check-access.js';
import { checkDaemons } from './check-daemons.js';
import { systemClock } from './clock.js';
import type { Config } from './config/config.js';
import { isLoopback } from './config/loopback.js';
import { secretFiles, secretsInFile } from './config/secret-files.js';
import { connectAs } from './connect.js';
import { createApi } from './create-context.js';
import { readInventory } from './inventory/index.js';
import { openDatabase } from './open-database.js';

/** Checks of a configuration without a connection. It has been read when this runs. */
export async function checkOffline(config: Config, now: UnixSeconds): Promise<readonly CheckResult[]> {
  const results = await checkConfiguration({
    config,
    file: config.file,
    database: fileOf(config),
    secretFiles: secretFiles(config),
    secretsInFile: secretsInFile(config),
    readInventory,
    exposesToken: exposesToken(config),
    now,
  });
  return [...results, ...checkAccess(config)];
}

/** Null: the database is on a server. */
function fileOf({ database }: Config): string | null {
  return database.server ? null : database.file;
}

/** Opens the database for reading: a check neither makes nor changes one. */
async function checkServer(config: Config): Promise<readonly CheckResult[]> {
  const { file } = config.database;
  try {
    const store = await openDatabase(config, { readOnly: true });
    try {
      const lastGood = await store.cycles.lastGoodAt();
      const poll =
        lastGood === null ? 'no poll so far' : `last poll ${formatInstant(lastGood, config.timeZone)}`;
      return [
        { item: 'database', ok: true, level: 'ok', message: `${file}: ${poll}`, hint: null },
        ...(await checkDaemons(store, config)),
      ];
    } finally {
      await store.close();
    }
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const isOld = 'reason' in error && error.reason === 'older-version';
    return [
      {
        item: 'database',
        ok: isOld,
        level: isOld ? 'warning' : 'failed',
        message: error.message,
        hint: isOld ? 'the next poll will migrate it' : 'check `database` in the configuration',
      },
    ];
  }
}

function exposesToken({ api }: Config): boolean {
  const { protocol, hostname } = new URL(api.baseUrl);
  return protocol === 'http:' && !isLoopback(hostname.replace(/^\[|\]$/g, ''));
}

export interface OnlineOptions {
  /** Sends a test notification to every receiver with fixed addresses. */
  readonly send?: boolean;
  readonly now?: Clock;
}

/** Tries everything the configuration names, for real. Nothing is stored. */
export async function checkConnections(
  config: Config,
  { send = false, now = systemClock }: OnlineOptions = {},
): Promise<readonly CheckResult[]> {
  const api = createApi(config);
  const channels = await openChannels(config, null);
  try {
    const server = config.database.server ? await checkServer(config) : [];
    const others = await checkOnline({
      config,
      database: fileOf(config),
      api,
      channels,
      connect: connectAs(config),
      now,
      send,
    });
    return [...server, ...others];
  } finally {
    await Promise.all([api.close(), ...[...new Set(channels.values())].map((channel) => channel.close())]);
  }
}
