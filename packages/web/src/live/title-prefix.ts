import type { Words } from '../language/en.js';
import type { Format } from '../language/format.js';
import type { LiveState } from '../ports/changes.js';

/** "2 critical · " before the title of a page, so that its tab shows the state; empty when nothing is open. */
export function titlePrefix(words: Words, format: Format, { worst, open }: LiveState): string {
  if (worst === null || open === 0) return '';
  const figure = format.count(open);
  return `${worst === 'critical' ? words.counts.critical(open, figure) : words.counts.warning(open, figure)} · `;
}
