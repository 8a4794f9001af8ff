import type { Context } from 'hono';

/** Browsers say `text/html`; programs say nothing, anything, or what they want. */
export function wantsHtml(c: Context): boolean {
  return /\btext\/html\b/i.test(c.req.header('accept') ?? '');
}
