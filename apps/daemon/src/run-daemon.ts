import { runMonitor, type ServiceManager } from '@roamwatch/monitor';
import type { Context } from './context.js';
import { startHttp } from './http/server.js';
import { createMetrics, type Metrics } from './metrics/metrics.js';
import { openQueue } from './open-queue.js';
import { openPushInbox } from './push-inbox.js';
import { type ConfigurationSource, reload } from './reload.js';

export interface DaemonOptions {
  /** The content of `/metrics`; its observer should be the context's. */
  readonly metrics?: Metrics;
  /** Left out, the configuration is never read again. */
  readonly configuration?: ConfigurationSource;
  /** Notified when the start is complete and when the shutdown begins. */
  readonly manager?: ServiceManager;
}

/**
 * The daemon as `roamwatch run` starts it: the monitor, with HTTP beside it and a configuration that can be read again.
 *
 * @throws AlreadyRunningError when another process works on the database, also when it takes over later.
 * @throws ListenError when the HTTP address cannot be had.
 */
export async function runDaemon(
  first: Context,
  signal: AbortSignal,
  options: DaemonOptions = {},
): Promise<void> {
  const { metrics = createMetrics(), configuration, manager } = options;
  const queue = await openQueue(first.config, first.log);
  try {
    await runMonitor(first, signal, {
      async serve(current, work) {
        const { http } = first.config;
        if (http === null) return null;
        const inbox = await openPushInbox(current, work);
        const server = await startHttp(http, { current, metrics, inbox });
        return {
          url: server.url,
          async close() {
            await server.close();
            await inbox.close();
          },
        };
      },
      ...(configuration ? { reload: reload(configuration) } : {}),
      ...(manager ? { manager } : {}),
      ...(queue ? { queue } : {}),
    });
  } finally {
    await queue?.stop();
  }
}
