import type { MiddlewareHandler } from 'hono';
import type { Access, Identified } from '../access/access.js';
import { wantsHtml } from './wants-html.js';

/** Redirects people to the login, and answers programs that a token is required. */
export function requirePerson(access: Access): MiddlewareHandler<Identified> {
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
    if (wantsHtml(c) && c.req.method === 'GET') {
      const { pathname, search } = new URL(c.req.url);
      const next = pathname === '/' && search === '' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
      return c.redirect(`/login${next}`, 303);
    }
    return c.text('a token is required: Authorization: Bearer …\n', 401, { 'WWW-Authenticate': 'Bearer' });
  };
}
