import type { Rejected } from '@roamwatch/core';
import { LONGEST_NOTE, MOST_NOTES } from '../bounds/bounds.js';
import { isPrintable, printable } from '../text/printable.js';
import type { Decoding } from './decoding.js';
import { isRecord, namesOf, sampleOf } from './sample.js';
import { readFlag, readInstant, readNumber, readPlace, readPrice, readText } from './scalar.js';

type Wire = Readonly<Record<string, unknown>>;

/**
 * Reads the fields of one wire object by name. A field that is missing, null or empty gives null; one that cannot be
 * read gives null as well and is rejected. Text that people read is made printable, and rejected too if that changed
 * it: what was sent is known, and nothing else is lost by it.
 */
export class Fields {
  constructor(
    readonly wire: Wire,
    /** The name of the whole object, in case it has to be rejected. */
    readonly what: Rejected['what'],
    readonly decoding: Decoding,
  ) {}

  text(name: string): string | null {
    const text = this.#read(name, readText);
    return text === null || isPrintable(text) ? text : this.#cleaned(name, text);
  }

  /** Text that names something: with characters that no name has it is unreadable. */
  id(name: string): string | null {
    const text = this.#read(name, readText);
    if (text === null || isPrintable(text)) return text;
    this.rejectField(name, 'unreadable');
    return null;
  }

  /** A place, as the one name its country goes by. */
  place(name: string): string | null {
    const text = this.#read(name, readPlace);
    if (text === null) return null;
    const { name: place, isPrintable } = this.decoding.places.find(text);
    if (!isPrintable) this.rejectField(name, UNPRINTABLE);
    return place;
  }

  number(name: string): number | null {
    return this.#read(name, readNumber);
  }

  /** Zero means "not yet". */
  instant(name: string): number | null {
    return this.wire[name] === 0 ? null : this.#read(name, readInstant);
  }

  flag(name: string): boolean | null {
    return this.#read(name, readFlag);
  }

  price(name: string): string | null {
    return this.#read(name, readPrice);
  }

  /** The fields of an object inside this one; none when it is missing. */
  inner(name: string): Fields {
    const value = this.wire[name];
    if (!isGiven(value)) return new Fields({}, this.what, this.decoding);
    if (!isRecord(value)) this.rejectField(name, 'unreadable');
    return new Fields(isRecord(value) ? value : {}, this.what, this.decoding);
  }

  /** Notes for people, each cut to a readable length. */
  notes(name: string): readonly string[] {
    const value = this.wire[name];
    const entries = Array.isArray(value) ? value : isGiven(value) ? [value] : [];
    return entries
      .slice(0, MOST_NOTES)
      .filter((entry) => typeof entry === 'string')
      .map((note) => printable(note.slice(0, LONGEST_NOTE)).trim());
  }

  /** Records that one field is missing. The names of the others show whether it was renamed. */
  rejectMissing(name: string): void {
    this.decoding.reject('figure', `${name} is missing`, namesOf(this.wire));
  }

  /** Notes that one field cannot be used; the object itself can. */
  rejectField(name: string, fault: string): void {
    this.decoding.reject('figure', `${name} is ${fault}`, sampleOf(this.wire, [name]));
  }

  /** Rejects the whole object, with an excerpt of the fields named. */
  reject(reason: string, ...names: readonly string[]): void {
    this.decoding.reject(this.what, reason, sampleOf(this.wire, names));
  }

  #cleaned(name: string, text: string): string {
    this.rejectField(name, UNPRINTABLE);
    return printable(text).trim();
  }

  #read<T>(name: string, read: (value: unknown) => T | undefined): T | null {
    const value = this.wire[name];
    if (!isGiven(value)) return null;
    const result = read(value);
    if (result === undefined) this.rejectField(name, 'unreadable');
    return result ?? null;
  }
}

const UNPRINTABLE = 'not printable';

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}
