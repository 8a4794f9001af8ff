import { printable } from '../text/printable.js';
import { hideSecrets } from './hide-secrets.js';
import type { KnownSecrets } from './known-secrets.js';

const LONGEST_QUOTE = 200;

/** More of it is not read. Much more than is quoted, as what is hidden makes it shorter. */
const LONGEST_LOOKED_AT = 2_048;

/** The remains of a character or an ellipsis at the end of a shortened text. */
const HALF_A_CHARACTER = /[\uD800-\uDBFF]$/;

/** Text from outside, on one line, fit for a terminal and without what could be a secret. */
export function quote(text: string, secrets: KnownSecrets): string {
  const line = printable(text.slice(0, LONGEST_LOOKED_AT)).replace(/\s+/gu, ' ').trim();
  return hideSecrets(line, secrets).slice(0, LONGEST_QUOTE).replace(HALF_A_CHARACTER, '');
}
