import type { Rejected } from '@roamwatch/core';
import { readFlag, readInstant, readNumber, readPlace, readPrice, readText } from './scalar.js';

type Wire = Readonly<Record<string, unknown>>;

/**
 * Reads the fields of one wire object by name. A field that is missing, null or empty gives null; one that cannot be
 * read gives null as well and is added to `rejected`.
 */
export class Fields {
  constructor(
    readonly wire: Wire,
    /** What the object as a whole is, should it have to be set aside. */
    readonly what: Rejected['what'],
    readonly rejected: Rejected[],
  ) {}

  text(name: string): string | null {
    return this.#read(name, readText);
  }

  place(name: string): string | null {
    return this.#read(name, readPlace);
  }

  number(name: string): number | null {
    return this.#read(name, readNumber);
  }

  /** Zero stands for "not yet". */
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
    if (!isGiven(value)) return new Fields({}, this.what, this.rejected);
    if (!isRecord(value)) this.rejectField(name, 'unreadable');
    return new Fields(isRecord(value) ? value : {}, this.what, this.rejected);
  }

  texts(name: string): readonly string[] {
    const value = this.wire[name];
    const entries = Array.isArray(value) ? value : isGiven(value) ? [value] : [];
    return entries.filter((entry) => typeof entry === 'string');
  }

  /** Notes that one field is not there; the names of those that are tell whether it was renamed. */
  rejectMissing(name: string): void {
    const sample = `has ${Object.keys(this.wire).join(', ')}`.slice(0, LONGEST_SAMPLE);
    this.rejected.push({ what: 'figure', reason: `${name} is missing`, sample });
  }

  /** Notes that one field cannot be used; the object itself can. */
  rejectField(name: string, fault: string): void {
    this.rejected.push({
      what: 'figure',
      reason: `${name} is ${fault}`,
      sample: sampleOf(this.wire, [name]),
    });
  }

  /** Sets the whole object aside, with an excerpt of the fields named. */
  reject(reason: string, ...names: readonly string[]): void {
    this.rejected.push({ what: this.what, reason, sample: sampleOf(this.wire, names) });
  }

  #read<T>(name: string, read: (value: unknown) => T | undefined): T | null {
    const value = this.wire[name];
    if (!isGiven(value)) return null;
    const result = read(value);
    if (result === undefined) this.rejectField(name, 'unreadable');
    return result ?? null;
  }
}

export function isRecord(value: unknown): value is Wire {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

const LONGEST_SAMPLE = 160;

/** An excerpt with the named fields alone, so that no field that may be secret gets into it. */
export function sampleOf(value: unknown, names: readonly string[]): string {
  if (!isRecord(value)) return kindOf(value);
  const shown = names.map((name) => [name, shownField(value[name])]);
  return JSON.stringify(Object.fromEntries(shown)).slice(0, LONGEST_SAMPLE);
}

function shownField(value: unknown): unknown {
  if (typeof value === 'string') return value.slice(0, 40);
  return typeof value === 'object' && value !== null ? kindOf(value) : value;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'string') return `a text of ${value.length} characters`;
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
