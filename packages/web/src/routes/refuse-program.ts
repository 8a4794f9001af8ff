import type { Context } from 'hono';
import type { Access } from '../access/access.js';

/** The answer to a program without access. */
export function refuseProgram(c: Context, access: Access): Response {
  return (
    refuseThrottled(c, access) ??
    c.text('a token is required: Authorization: Bearer …\n', 401, { 'WWW-Authenticate': 'Bearer' })
  );
}

/** The answer to a token, right or wrong, from an address that has to wait; null when it need not. */
export function refuseThrottled(c: Context, access: Access): Response | null {
  const wait = access.wait(c);
  if (wait === 0 || c.req.header('authorization') === undefined) return null;
  return c.text('too many wrong tokens: retry later\n', 429, { 'Retry-After': String(wait) });
}
