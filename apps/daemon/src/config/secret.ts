import { inspect } from 'node:util';
import { readBounded, whyUnreadable } from '@roamwatch/config-file';
import { SecretError, type Secret as SecretPort } from '@roamwatch/monitor/ports';
import { substitute } from './substitution.js';

/** Where a secret comes from. */
export type SecretSource =
  /** Standing in the configuration, possibly as `${VARIABLE}`. */
  | { readonly kind: 'text'; readonly text: string; readonly env: NodeJS.ProcessEnv }
  | { readonly kind: 'file'; readonly file: string }
  /** A variable of the environment, taken as it is. */
  | { readonly kind: 'variable'; readonly value: string };

/**
 * A token, password or hook URL. It is read when first needed, and always printed as `[secret]`.
 */
export class Secret implements SecretPort {
  readonly #key: string;
  readonly #source: SecretSource;
  readonly #faultOf: (value: string) => string | null;
  #value: string | null = null;

  /**
   * `key` is where the configuration names it, `api.tokenFile`; `faultOf` returns why a value cannot be right, without
   * repeating it.
   */
  constructor(key: string, source: SecretSource, faultOf: (value: string) => string | null = () => null) {
    this.#key = key;
    this.#source = source;
    this.#faultOf = faultOf;
  }

  /** The file the secret comes from, for a check of its mode; null when it comes from elsewhere. */
  get file(): string | null {
    return this.#source.kind === 'file' ? this.#source.file : null;
  }

  /** True when the configuration file contains it, not only the name of a variable. */
  get isWritten(): boolean {
    return this.#source.kind === 'text' && !this.#source.text.includes('${');
  }

  /** The secret, as last read. Throws a {@link SecretError} when it cannot be had. */
  reveal(): string {
    return this.#value ?? this.read();
  }

  /** Reads it again and returns it: a rotated token replaces the content of the same file. Throws as `reveal` does. */
  read(): string {
    this.#value = this.look();
    return this.#value;
  }

  /** Reads it again and returns it, while the one last read stays in use. Throws as `reveal` does. */
  look(): string {
    const value = found(this.#key, this.#source);
    const fault = this.#faultOf(value);
    if (fault !== null) throw new SecretError(this.#key, fault);
    return value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

function found(key: string, source: SecretSource): string {
  const value = lookedUp(key, source).trim();
  if (value === '') {
    throw new SecretError(key, source.kind === 'file' ? `the file ${source.file} is empty` : 'is empty');
  }
  if (/\p{Cc}/u.test(value)) {
    throw new SecretError(key, 'must be one line, and contains a line break or another control character');
  }
  return value;
}

function lookedUp(key: string, source: SecretSource): string {
  switch (source.kind) {
    case 'file':
      return contents(key, source.file);
    case 'text':
      return expanded(key, source);
    case 'variable':
      return source.value;
  }
}

const LARGEST_SECRET = 64 * 1024;

function contents(key: string, file: string): string {
  try {
    return readBounded(file, LARGEST_SECRET).toString('utf8');
  } catch (error) {
    throw new SecretError(key, `the file ${file} ${whyUnreadable(error)}`);
  }
}

function expanded(key: string, source: { readonly text: string; readonly env: NodeJS.ProcessEnv }): string {
  const { value, missing } = substitute(source.text, source.env);
  if (missing.length === 0) return value;
  throw new SecretError(key, `${missing.join(' and ')} is not set in the environment`);
}
