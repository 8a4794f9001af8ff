import { openChannels } from '../../channels.js';
import { type Clock, systemClock } from '../../clock.js';
import type { Config } from '../../config/config.js';
import { createApi } from '../../context.js';
import { checkDatabase } from './database.js';
import { type Finding, finding } from './finding.js';
import { checkClock, checkDisk } from './machine.js';
import { checkProvider } from './provider.js';
import { checkReceivers } from './receivers.js';

export interface OnlineOptions {
  /** Sends a test message to every receiver with addresses of its own. */
  readonly send?: boolean;
  readonly now?: Clock;
}

/** Tries everything the configuration names, for real. Nothing stops at the first failure, nothing is stored. */
export async function checkOnline(config: Config, options: OnlineOptions = {}): Promise<readonly Finding[]> {
  const { send = false, now = systemClock } = options;
  const api = createApi(config);
  const channels = openChannels(config, null);
  try {
    const parts = await Promise.all([
      finding('disk', () => checkDisk(config)),
      finding('database', () => checkDatabase(config, now())),
      finding('clock', () => checkClock(config, now)),
      checkProvider(config, api),
      checkReceivers({ config, channels, now, send }),
    ]);
    return parts.flat();
  } finally {
    await Promise.all([api.close(), ...[...new Set(channels.values())].map((channel) => channel.close())]);
  }
}
