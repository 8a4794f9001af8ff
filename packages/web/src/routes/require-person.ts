import type { Context, MiddlewareHandler } from 'hono';
import type { Access } from '../access/access.js';
import type { FailureResponder } from './failures.js';
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
    const wait = access.wait(c);
    if (wait > 0 && c.req.header('authorization') !== undefined) {
      return c.text('too many wrong tokens: retry later\n', 429, { 'Retry-After': String(wait) });
    }
    if (c.req.header('hx-request') !== undefined) {
      // A redirect would be followed, and the login be put where rows were.
      return c.text('', 401, { 'HX-Redirect': loginFor(c) });
    }
    if (wantsHtml(c) && c.req.method === 'GET') return c.redirect(loginFor(c), 303);
    if (wantsHtml(c) && c.req.method === 'POST') return failures.sessionEnded(c);
    return c.text('a token is required: Authorization: Bearer …\n', 401, { 'WWW-Authenticate': 'Bearer' });
  };
}

/** The login that leads back to this page. */
function loginFor(c: Context): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname === '/' && search === ''
    ? '/login'
    : `/login?next=${encodeURIComponent(pathname + search)}`;
}
