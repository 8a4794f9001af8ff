import type { Config } from '../config/config.js';
import { ConfigError } from '../config/problem.js';
import { SecretError } from '../config/secret.js';
import type { Context } from '../context.js';

/** How a running daemon gets at a new configuration. */
export interface Reload {
  /** Reads it; throws when it cannot be used. */
  readonly load: () => Config;
  /** Hears of a configuration that is in force. */
  readonly applied?: (config: Config) => void;
  /** Calls `ask` whenever somebody wants it read, until the returned function is called. */
  readonly onRequest: (ask: () => void) => () => void;
}

/** The new configuration changes what only a restart can change. */
class RestartNeeded extends Error {
  override readonly name = 'RestartNeeded';
}

/**
 * The context under the configuration as it is now; null when it cannot be used, and the former stays in force.
 * Alerts, what was told of them, and the outbox are in the database, so nothing is told again.
 */
export function renewed(ctx: Context, { load, applied }: Reload): Context | null {
  try {
    const config = load();
    requireSameGround(ctx.config, config);
    const next = ctx.renew(config);
    applied?.(config);
    ctx.observer.reload(null);
    ctx.log.info({ event: 'reloaded', config: config.file }, 'the new configuration is in force');
    return next;
  } catch (error) {
    if (!isUnusable(error)) throw error;
    ctx.observer.reload(error.message);
    ctx.log.error(
      { event: 'reload-refused', config: ctx.config.file, reason: error.message },
      'the new configuration cannot be used, the former stays in force',
    );
    return null;
  }
}

function isUnusable(error: unknown): error is Error {
  return error instanceof ConfigError || error instanceof SecretError || error instanceof RestartNeeded;
}

function requireSameGround(former: Config, config: Config): void {
  const changed = [
    ...(former.database.file === config.database.file ? [] : ['database']),
    ...(listens(former) === listens(config) ? [] : ['http.listen']),
  ];
  if (changed.length > 0) throw new RestartNeeded(`${changed.join(' and ')} changed: restart to move there`);
}

function listens({ http }: Config): string | null {
  return http === null ? null : `${http.host}:${http.port}`;
}
