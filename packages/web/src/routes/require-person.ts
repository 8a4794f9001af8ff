import type { Context, MiddlewareHandler } from 'hono';
import type { Access } from '../access/access.js';
import type { FailureResponder } from './failures.js';
import { refuseProgram, refuseThrottled } from './refuse-program.js';
import type { PageEnv } from './viewing.js';
import { wantsHtml } from './wants-html.js';

/** Leads people to the login, and answers programs that a token is required. */
export function requirePerson(access: Access, failures: FailureResponder): MiddlewareHandler<PageEnv> {
  return async (c, next) => {
    const person = await access.identify(c);
    if (person !== null) {
      c.set('person', person);
      return next();
    }
    const throttled = refuseThrottled(c, access);
    if (throttled !== null) return throttled;
    if (c.req.header('hx-request') !== undefined) {
      // A redirect would be followed, and the login be put where rows were.
      return c.text('', 401, { 'HX-Redirect': loginFor(c) });
    }
    if (wantsHtml(c) && c.req.method === 'GET') return c.redirect(loginFor(c), 303);
    if (wantsHtml(c) && c.req.method === 'POST') return failures.sessionEnded(c);
    return refuseProgram(c, access);
  };
}

/** The login that leads back to this page. */
function loginFor(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname === '/' && search === ''
    ? '/login'
    : `/login?next=${encodeURIComponent(pathname + search)}`;
}
