import { DEEPEST, LARGEST_ENVELOPE, LARGEST_ESIM } from '../bounds/bounds.js';
import { UnreadableBody } from '../failure/failure.js';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Takes the bytes of `{"status":…,"data":[…],…}` as they come and returns the elements of `data` in batches, so that a
 * list of any length passes through little memory. It only finds where elements end, and how deep they are;
 * `JSON.parse` judges them, and in `end` what surrounds them, so a body that is garbage or ends early does not pass.
 */
export class ElementSplitter {
  /** Bytes not yet returned, and how many of them were scanned. */
  #rest: Buffer = Buffer.alloc(0);
  #seen = 0;
  #depth = 0;
  /** The last text directly inside the envelope, and the key of the value that is being read. */
  #text = '';
  #key = '';
  #inElements = false;
  /** Whether an element was given since the list began. */
  #given = false;
  readonly #envelope: Buffer[] = [];
  #envelopeLength = 0;

  /** The elements that `chunk` completed. Throws {@link UnreadableBody} or `SyntaxError`. */
  push(chunk: Buffer): readonly unknown[] {
    const bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    const elements: unknown[] = [];
    let start = 0;
    let at = this.#seen;
    let comma = -1;
    for (; at < bytes.length; at++) {
      switch (bytes[at]) {
        case QUOTE: {
          const end = endOfText(bytes, at);
          if (end === -1) return this.#keep(bytes, start, at, comma, elements);
          if (this.#depth === 1) this.#text = bytes.toString('utf8', at, end + 1);
          at = end;
          break;
        }
        case COLON:
          if (this.#depth === 1) this.#key = this.#text;
          break;
        case COMMA:
          if (this.#inElements && this.#depth === 2) comma = at;
          break;
        case OPEN_BRACE:
          this.#deeper();
          break;
        case OPEN_BRACKET:
          this.#deeper();
          if (this.#depth === 2 && !this.#inElements && this.#isData()) {
            this.#inElements = true;
            this.#given = false;
            this.#keepEnvelope(bytes.subarray(start, at + 1));
            start = at + 1;
          }
          break;
        case CLOSE_BRACE:
        case CLOSE_BRACKET:
          this.#depth -= 1;
          if (this.#depth === 1 && this.#inElements) {
            this.#give(bytes.subarray(start, at), elements, !this.#given);
            this.#inElements = false;
            start = at;
            comma = -1;
          }
          break;
      }
    }
    return this.#keep(bytes, start, at, comma, elements);
  }

  /** What surrounds the elements, with `data` empty. Throws if the body was cut short or is not one JSON value. */
  end(): unknown {
    this.#keepEnvelope(this.#rest);
    const text = Buffer.concat(this.#envelope).toString('utf8');
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  }

  #deeper(): void {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw new UnreadableBody(200);
  }

  #isData(): boolean {
    return this.#key !== '' && JSON.parse(this.#key) === 'data';
  }

  /** Returns what is complete at the end of a chunk and keeps the rest for the next. */
  #keep(bytes: Buffer, start: number, at: number, comma: number, elements: unknown[]): readonly unknown[] {
    let kept = start;
    if (!this.#inElements) {
      this.#keepEnvelope(bytes.subarray(start, at));
      kept = at;
    } else if (comma !== -1) {
      this.#give(bytes.subarray(start, comma), elements, false);
      kept = comma + 1;
    }
    this.#rest = bytes.subarray(kept);
    this.#seen = at - kept;
    if (this.#rest.length > LARGEST_ESIM) throw new UnreadableBody(200);
    return elements;
  }

  /** Adds elements separated by commas. Nothing between two commas is an error, between two brackets it is not. */
  #give(bytes: Buffer, elements: unknown[], mayBeEmpty: boolean): void {
    const parsed: unknown[] = JSON.parse(`[${bytes.toString('utf8')}]`);
    if (parsed.length === 0 && !mayBeEmpty) throw new UnreadableBody(200);
    for (const element of parsed) elements.push(element);
    this.#given = true;
  }

  #keepEnvelope(bytes: Buffer): void {
    this.#envelopeLength += bytes.length;
    if (this.#envelopeLength > LARGEST_ENVELOPE) throw new UnreadableBody(200);
    this.#envelope.push(Buffer.from(bytes));
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
