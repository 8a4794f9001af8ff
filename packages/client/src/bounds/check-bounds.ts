import { TooLarge } from '../failure/failure.js';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from '../text/json-bytes.js';
import { DEEPEST, MOST_VALUES, NESTED_TOO_DEEPLY } from './bounds.js';

/**
 * Looks through JSON before it is parsed, as `JSON.parse` itself knows no bounds.
 * @throws TooLarge when it contains more values, or is nested deeper, than an answer can be.
 */
export function checkBounds(json: Buffer): void {
  let depth = 0;
  let values = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json[at]) {
      case QUOTE:
        at = endOfText(json, at);
        break;
      case COMMA:
        values += 1;
        break;
      case OPEN_BRACKET:
      case OPEN_BRACE:
        depth += 1;
        values += 1;
        break;
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth -= 1;
        break;
    }
    if (depth > DEEPEST) throw new TooLarge(NESTED_TOO_DEEPLY);
    if (values > MOST_VALUES) throw new TooLarge(`longer than ${MOST_VALUES} values`);
  }
}

/** Where the text that begins at `start` has its closing quote; the end of the JSON when it has none. */
function endOfText(json: Buffer, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    if (json[at] === QUOTE) return at;
    if (json[at] === BACKSLASH) at += 1;
  }
  return json.length;
}
