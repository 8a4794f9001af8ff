import {
  DEEPEST,
  LARGER_THAN_A_BODY,
  LARGER_THAN_AN_ESIM,
  LARGEST_BODY,
  LARGEST_ENVELOPE,
  LARGEST_ESIM,
  NESTED_TOO_DEEPLY,
} from '../bounds/bounds.js';
import { TooLarge, UnreadableBody } from '../failure/failure.js';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
} from '../text/json-bytes.js';
import { endOfPlainObject } from './plain-object.js';

const NOTHING = Buffer.alloc(0);

/** In the place of an element that no eSIM can be; what it contains was not kept. */
export class LeftOut {
  constructor(readonly reason: string) {}
}

/**
 * Takes the bytes of `{"status":…,"data":[…],…}` as they come and returns the elements of `data` in batches, so that a
 * list of any length passes through little memory. It only finds where elements end, and how large and deep they are;
 * `JSON.parse` judges them, and in `end` what surrounds them, so a body that is garbage or ends early does not pass. Only
 * what {@link endOfPlainObject} has judged need not be parsed.
 */
export class ElementSplitter {
  /** Bytes not yet returned, and how many of them were scanned. */
  #rest: Buffer = NOTHING;
  #seen = 0;
  #depth = 0;
  /** The last text directly inside the envelope, and the key of the value that is being read. */
  #text = '';
  #key = '';
  #inElements = false;
  /** True when an element was given since the list began. */
  #given = false;
  /** Why the element that is being read is left out; null while it is not. */
  #leftOut: string | null = null;
  /** Bytes of elements that were not kept. */
  #dropped = 0;
  readonly #envelope: Buffer[] = [];
  #envelopeLength = 0;
  readonly #unread: Buffer | null;

  /** @param unread a field of elements that nobody reads: an object of texts there may come empty. */
  constructor(unread: string | null = null) {
    this.#unread = unread === null ? null : Buffer.from(unread);
  }

  /** The elements that `chunk` completed. Throws {@link UnreadableBody} or `SyntaxError`. */
  push(chunk: Buffer): readonly unknown[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const part = new Part(bytes);
    let at = this.#seen;
    for (; at < bytes.length; at++) {
      switch (bytes[at]) {
        case QUOTE: {
          const end = endOfText(bytes, at);
          if (end === -1) return this.#keep(part, at);
          if (this.#depth === 1) this.#text = bytes.toString('utf8', at, end + 1);
          at = this.#depth === 3 && this.#isUnread(bytes, at, end) ? this.#passUnread(part, end) : end;
          break;
        }
        case COLON:
          if (this.#depth === 1) this.#key = this.#text;
          break;
        case COMMA:
          if (this.#inElements && this.#depth === 2) this.#endElement(part, at);
          break;
        case OPEN_BRACE:
          this.#deeper();
          break;
        case OPEN_BRACKET:
          this.#deeper();
          if (this.#depth === 2 && !this.#inElements && this.#isData()) {
            this.#inElements = true;
            this.#given = false;
            this.#keepEnvelope(bytes.subarray(part.start, at + 1));
            part.goOnFrom(at + 1);
          }
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          this.#depth -= 1;
          if (this.#depth === 1 && this.#inElements) {
            this.#endList(part, at);
            this.#inElements = false;
          }
          break;
      }
    }
    return this.#keep(part, at);
  }

  /** The envelope of the elements, with `data` empty. Throws if the body was cut short or is not one JSON value. */
  end(): unknown {
    this.#keepEnvelope(this.#rest);
    const text = Buffer.concat(this.#envelope).toString('utf8');
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  }

  #deeper(): void {
    this.#depth += 1;
    if (this.#depth <= DEEPEST) return;
    if (!this.#inElements) throw new TooLarge(NESTED_TOO_DEEPLY, 200);
    this.#leftOut ??= NESTED_TOO_DEEPLY;
  }

  /** True when the text between these quotes names the field that nobody reads. */
  #isUnread(bytes: Buffer, start: number, end: number): boolean {
    const name = this.#unread;
    if (name === null || end - start - 1 !== name.length || !this.#inElements) return false;
    for (let index = 0; index < name.length; index++) {
      if (bytes[start + 1 + index] !== name[index]) return false;
    }
    return true;
  }

  /** Where to go on behind the name that ends at `end`: at the end of its value, when that need not be read. */
  #passUnread({ bytes, unread }: Part, end: number): number {
    if (end + 1 >= bytes.length || bytes[end + 1] !== COLON) return end;
    const open = end + 2;
    const close = endOfPlainObject(bytes, open);
    if (close === -1) return end;
    unread.push({ open, close });
    return close;
  }

  #isData(): boolean {
    return this.#key !== '' && JSON.parse(this.#key) === 'data';
  }

  /** The comma at `at` follows an element. */
  #endElement(part: Part, at: number): void {
    this.#checkLength(at - part.element);
    if (this.#leftOut !== null) this.#leaveOut(part, at, this.#leftOut);
    part.element = at + 1;
  }

  /** The bracket at `at` follows the last element, if there is any. */
  #endList(part: Part, at: number): void {
    this.#checkLength(at - part.element);
    if (this.#leftOut !== null) this.#leaveOut(part, at, this.#leftOut);
    else this.#give(part, at, !this.#given);
    part.goOnFrom(at);
  }

  #checkLength(bytes: number): void {
    if (bytes > LARGEST_ESIM) this.#leftOut ??= LARGER_THAN_AN_ESIM;
  }

  /** Gives what comes before the element that ends at `at`, and in its own place why it is left out. */
  #leaveOut(part: Part, at: number, reason: string): void {
    if (part.element > part.start) this.#give(part, part.element - 1, false);
    this.#drop(at - part.element);
    part.elements.push(new LeftOut(reason));
    part.goOnFrom(at + 1);
    this.#given = true;
    this.#leftOut = null;
  }

  /** Returns what is complete at the end of a chunk and keeps the rest for the next. */
  #keep(part: Part, at: number): readonly unknown[] {
    const { bytes } = part;
    let kept = part.start;
    if (!this.#inElements) {
      this.#keepEnvelope(bytes.subarray(kept, at));
      kept = at;
    } else if (part.element > kept) {
      this.#give(part, part.element - 1, false);
      kept = part.element;
    }
    if (this.#inElements) this.#checkLength(bytes.length - kept);
    if (this.#inElements && this.#leftOut !== null) {
      this.#rest = beginningOfText(bytes.subarray(at));
      this.#seen = 0;
      this.#drop(bytes.length - kept - this.#rest.length);
    } else {
      this.#rest = bytes.subarray(kept);
      this.#seen = at - kept;
    }
    return part.elements;
  }

  /** Counts what is not kept: an element without end ends somewhere. */
  #drop(bytes: number): void {
    this.#dropped += bytes;
    if (this.#dropped > LARGEST_BODY) throw new TooLarge(LARGER_THAN_A_BODY, 200);
  }

  /** Adds elements separated by commas. Nothing between two commas is an error, between two brackets it is not. */
  #give(part: Part, end: number, mayBeEmpty: boolean): void {
    const parsed: unknown[] = JSON.parse(`[${part.textUntil(end)}]`);
    if (parsed.length === 0 && !mayBeEmpty) throw new UnreadableBody(200);
    for (const element of parsed) part.elements.push(element);
    this.#given = true;
  }

  #keepEnvelope(bytes: Buffer): void {
    this.#envelopeLength += bytes.length;
    if (this.#envelopeLength > LARGEST_ENVELOPE) {
      throw new TooLarge('larger than 64 KB around its eSIMs', 200);
    }
    this.#envelope.push(Buffer.from(bytes));
  }
}

/** The part of the body that was read, and the values found in it. */
class Part {
  readonly elements: unknown[] = [];
  /** Where begins what was not yet given. */
  start = 0;
  /** Where the element begins that is being read: behind the last comma between elements. */
  element = 0;
  /** The braces of objects that nobody reads, and that are beyond doubt JSON. */
  unread: { readonly open: number; readonly close: number }[] = [];

  constructor(readonly bytes: Buffer) {}

  goOnFrom(at: number): void {
    this.start = at;
    this.element = at;
    this.unread = [];
  }

  /** What was not yet given, without what is within the braces of objects that nobody reads. */
  textUntil(end: number): string {
    let text = '';
    let from = this.start;
    for (const { open, close } of this.unread) {
      if (close > end) break;
      text += this.bytes.toString('utf8', from, open + 1);
      from = close;
    }
    return text + this.bytes.toString('utf8', from, end);
  }
}

/** Where the text that begins at `start` has its closing quote; -1 if it is not there yet. */
function endOfText(bytes: Buffer, start: number): number {
  for (let at = start + 1; at < bytes.length; at++) {
    if (bytes[at] === QUOTE) return at;
    if (bytes[at] === BACKSLASH) at += 1;
  }
  return -1;
}

/** The part of an unfinished text that has to be kept: its quote, and the backslash that escapes what comes next. */
function beginningOfText(text: Buffer): Buffer {
  let escapes = 0;
  while (text[text.length - 1 - escapes] === BACKSLASH) escapes += 1;
  return Buffer.from(text.length === 0 ? '' : escapes % 2 === 0 ? '"' : '"\\');
}
