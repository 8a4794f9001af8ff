import { UnreadableBody } from '../failure/failure.js';

/** No eSIM is this long; what is, is not a list of eSIMs. */
const LONGEST_ELEMENT = 4 * 1024 * 1024;
/** Everything around the elements: status, message, code. */
const LONGEST_ENVELOPE = 1024 * 1024;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Takes the bytes of `{"status":…,"data":[…],…}` as they come and gives back the elements of `data` in batches, so
 * that a list of any length passes through little memory. It only finds where elements end; `JSON.parse` judges
 * them, and in `end` what stands around them, so a body that is garbage or ends early does not pass.
 */
export class ElementSplitter {
  /** Bytes not yet given away, and how many of them were looked at. */
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
          this.#depth += 1;
          break;
        case OPEN_BRACKET:
          this.#depth += 1;
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

  /** What stood around the elements, with `data` empty. Throws if the body was cut short or is not one JSON value. */
  end(): unknown {
    this.#keepEnvelope(this.#rest);
    const text = Buffer.concat(this.#envelope).toString('utf8');
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  }

  #isData(): boolean {
    return this.#key !== '' && JSON.parse(this.#key) === 'data';
  }

  /** Gives away what is complete at the end of a chunk and keeps the rest for the next. */
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
    if (this.#rest.length > LONGEST_ELEMENT) throw new UnreadableBody();
    return elements;
  }

  /** Adds elements separated by commas. Nothing between two commas is an error, between two brackets it is not. */
  #give(bytes: Buffer, elements: unknown[], mayBeEmpty: boolean): void {
    const parsed: unknown[] = JSON.parse(`[${bytes.toString('utf8')}]`);
    if (parsed.length === 0 && !mayBeEmpty) throw new UnreadableBody();
    for (const element of parsed) elements.push(element);
    this.#given = true;
  }

  #keepEnvelope(bytes: Buffer): void {
    this.#envelopeLength += bytes.length;
    if (this.#envelopeLength > LONGEST_ENVELOPE) throw new UnreadableBody();
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
