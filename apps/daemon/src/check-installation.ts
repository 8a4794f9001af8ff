import type { UnixSeconds } from '@roamwatch/core';
import { type CheckResult, type Clock, checkConfiguration, checkOnline } from '@roamwatch/monitor';
import { openChannels } from './channels.js';
import { systemClock } from './clock.js';
import type { Config } from './config/config.js';
import { isLoopback } from './config/loopback.js';
import { secretFiles } from './config/secret-files.js';
import { connectAs } from './connect.js';
import { createApi } from './create-context.js';
import { readInventory } from './inventory/index.js';

/** What can be said of a configuration without a connection. It has been read when this runs. */
export function checkOffline(config: Config, now: UnixSeconds): Promise<readonly CheckResult[]> {
  return checkConfiguration({
    config,
    file: config.file,
    database: config.database.file,
    secretFiles: secretFiles(config),
    readInventory,
    exposesToken: exposesToken(config),
    now,
  });
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
  const channels = openChannels(config, null);
  try {
    return await checkOnline({
      config,
      database: config.database.file,
      api,
      channels,
      connect: connectAs(config),
      now,
      send,
    });
  } finally {
    await Promise.all([api.close(), ...[...new Set(channels.values())].map((channel) => channel.close())]);
  }
}
