import type { Context } from 'hono';
import type { JSX } from 'hono/jsx/jsx-runtime';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { hideAddresses } from '../access/hide-addresses.js';
import { wordsOf } from '../language/language.js';
import { languageOf, type PageEnv } from './viewing.js';

/**
 * A whole document, without email addresses where a viewer reads it. `c.html` alone would leave out the doctype, and browsers
 * would fall back to quirks.
 */
export async function render(
  c: Context<PageEnv>,
  page: JSX.Element,
  status: ContentfulStatusCode = 200,
): Promise<Response> {
  const html = `<!doctype html>${await page.toString()}`;
  return c.html(hideAddresses(html, c.get('person') ?? null, hiddenIn(c)), status);
}

/** The replacement for an address. */
export function hiddenIn(c: Context<PageEnv>): string {
  return `(${wordsOf(languageOf(c)).outbox.hidden})`;
}
