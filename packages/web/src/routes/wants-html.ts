import type { Context } from 'hono';

/** Browsers send `text/html`; programs send nothing, any type, or what they want. */
export function wantsHtml(c: Context): boolean {
  return /\btext\/html\b/i.test(c.req.header('accept') ?? '');
}
