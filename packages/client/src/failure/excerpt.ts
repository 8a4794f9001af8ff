import { LARGEST_ERROR } from '../bounds/bounds.js';
import { printable } from '../text/printable.js';
import { hideSecrets } from './hide-secrets.js';
import type { KnownSecrets } from './known-secrets.js';

const LONGEST_EXCERPT = 4_096;

/** The beginning of a body as text, line by line fit for a terminal, and without secrets. */
export function excerptOf(body: string, known: KnownSecrets): string {
  const lines = body.slice(0, LARGEST_ERROR).split(/\r?\n/).map(printable);
  return hideSecrets(lines.join('\n'), known)
    .slice(0, LONGEST_EXCERPT)
    .replace(/[\uD800-\uDBFF]$/, '');
}
