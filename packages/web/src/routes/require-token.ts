import type { MiddlewareHandler } from 'hono';
import type { Access } from '../access/access.js';
import type { AccessSettings } from '../access/settings.js';
import { refuseProgram } from './refuse-program.js';

/** Without a token configured, every client that reaches the address may read the machine endpoints: they name nobody. */
export function requireToken(access: Access, settings: () => AccessSettings): MiddlewareHandler {
  return async (c, next) => {
    if (settings().operatorToken === null) return access.requireHost(c, next);
    if ((await access.identify(c)) !== null) return next();
    return refuseProgram(c, access);
  };
}
