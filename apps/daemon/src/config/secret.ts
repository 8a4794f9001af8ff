import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { substitute } from './substitution.js';

/** Where a secret comes from. */
export type SecretSource =
  /** Standing in the configuration, possibly as `${VARIABLE}`. */
  | { readonly kind: 'text'; readonly text: string; readonly env: NodeJS.ProcessEnv }
  | { readonly kind: 'file'; readonly file: string };

/** A secret that cannot be had. The message says where it was looked for and never what was found. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

/**
 * A token, password or hook URL. It is read when first asked for, and however it is printed it shows `[secret]`.
 */
export class Secret {
  readonly #source: SecretSource;
  readonly #check: (value: string) => void;
  #value: string | null = null;

  /** `check` throws a {@link SecretError} for a value that cannot be right. */
  constructor(source: SecretSource, check: (value: string) => void = () => {}) {
    this.#source = source;
    this.#check = check;
  }

  /** The file the secret comes from, for a check of its mode; null when it comes from elsewhere. */
  get file(): string | null {
    return this.#source.kind === 'file' ? this.#source.file : null;
  }

  /** The secret, as last read. Throws a {@link SecretError} when it cannot be had. */
  reveal(): string {
    return this.#value ?? this.read();
  }

  /** Reads it anew and returns it: a rotated token stands in the same file. Throws as `reveal` does. */
  read(): string {
    const value = found(this.#source);
    this.#check(value);
    this.#value = value;
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

function found(source: SecretSource): string {
  const value = (source.kind === 'file' ? contents(source.file) : expanded(source.text, source.env)).trim();
  if (value === '') {
    throw new SecretError(source.kind === 'file' ? `the file ${source.file} is empty` : 'is empty');
  }
  if (/\p{Cc}/u.test(value)) throw new SecretError('holds a line break or another control character');
  return value;
}

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new SecretError(`the file ${file} ${whyUnreadable(error)}`);
  }
}

function expanded(text: string, env: NodeJS.ProcessEnv): string {
  const { value, missing } = substitute(text, env);
  if (missing.length > 0) throw new SecretError(`${missing.join(' and ')} is not set in the environment`);
  return value;
}

/** "does not exist", "may not be read (permission denied)": the end of a sentence about a file. */
export function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const known: Record<string, string> = {
    ENOENT: 'does not exist',
    ENOTDIR: 'does not exist',
    EACCES: 'may not be read (permission denied)',
    EPERM: 'may not be read (permission denied)',
    EISDIR: 'is a directory',
  };
  return known[code] ?? `cannot be read (${code})`;
}
