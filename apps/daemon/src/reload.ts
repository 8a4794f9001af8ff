import { ConfigError } from '@roamwatch/config-file';
import { type Reload, SecretError } from '@roamwatch/monitor';
import type { Config } from './config/config.js';
import type { Context } from './context.js';

/** Where a running daemon gets a new configuration from. */
export interface ConfigurationSource {
  /** Reads it; throws when it cannot be used. */
  readonly load: () => Config;
  /** Notified of a configuration that is in use from now on. */
  readonly applied?: (config: Config) => void;
  /** Calls `reload` on each request to read it, until the returned function is called. */
  readonly onRequest: (reload: () => void) => () => void;
}

/** The new configuration changes what only a restart can change. */
class RestartNeeded extends Error {
  override readonly name = 'RestartNeeded';
}

/**
 * Reads the configuration again on request. One that cannot be used is logged, and the former stays in use. Alerts,
 * what was sent of them, and the outbox are in the database, so nothing is sent again.
 */
export function reload({ load, applied, onRequest }: ConfigurationSource): Reload<Context> {
  return {
    onRequest,
    async renew(former, settled) {
      try {
        const config = load();
        requireSameGround(former.config, config);
        await settled();
        const next = await former.renew(config);
        applied?.(config);
        former.observer.reload(null);
        former.log.info({ event: 'reloaded', config: config.file }, 'configuration reloaded');
        return next;
      } catch (error) {
        if (!isUnusable(error)) throw error;
        former.observer.reload(error.message);
        former.log.error(
          { event: 'reload-refused', config: former.config.file, reason: error.message },
          'invalid configuration; keeping the previous one',
        );
        return null;
      }
    },
  };
}

function isUnusable(error: unknown): error is Error {
  return error instanceof ConfigError || error instanceof SecretError || error instanceof RestartNeeded;
}

function isSameDatabase({ database: former }: Config, { database }: Config): boolean {
  return former.file === database.file && former.server?.url === database.server?.url;
}

function requireSameGround(former: Config, config: Config): void {
  const changed = [
    ...(isSameDatabase(former, config) ? [] : ['database']),
    ...(listens(former) === listens(config) ? [] : ['http.listen']),
  ];
  if (changed.length > 0)
    throw new RestartNeeded(`${changed.join(' and ')} changed; restart to apply the change`);
}

function listens({ http }: Config): string | null {
  return http === null ? null : `${http.host}:${http.port}`;
}
