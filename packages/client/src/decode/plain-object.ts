import { BACKSLASH, CLOSE_BRACE, COLON, COMMA, OPEN_BRACE, QUOTE } from '../text/json-bytes.js';

const SLASH = 0x2f;

/** Characters below are none that a text of JSON may have. */
const SPACE = 0x20;

/**
 * Where the object that opens at `start` has its closing brace, when it is there and beyond doubt JSON: texts by name and
 * nothing else, without white space in between and without escapes but `\/`. -1 for any other.
 */
export function endOfPlainObject(bytes: Buffer, start: number): number {
  if (!isAt(bytes, start, OPEN_BRACE)) return -1;
  let at = start;
  do {
    at = endOfPlainText(bytes, at + 1);
    if (at === -1 || !isAt(bytes, at + 1, COLON)) return -1;
    at = endOfPlainText(bytes, at + 2);
    if (at === -1) return -1;
    at += 1;
  } while (isAt(bytes, at, COMMA));
  return isAt(bytes, at, CLOSE_BRACE) ? at : -1;
}

function endOfPlainText(bytes: Buffer, start: number): number {
  if (!isAt(bytes, start, QUOTE)) return -1;
  for (let at = start + 1; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (byte === QUOTE) return at;
    if (byte < SPACE) return -1;
    if (byte === BACKSLASH) {
      at += 1;
      if (!isAt(bytes, at, SLASH)) return -1;
    }
  }
  return -1;
}

/** Never reads beyond the end: V8 would discard the compiled code of a function that once did. */
function isAt(bytes: Buffer, at: number, byte: number): boolean {
  return at < bytes.length && bytes[at] === byte;
}
