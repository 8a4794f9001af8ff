/** A token, password or hook URL that is read when it is needed and never printed. */
export interface Secret {
  /** The file it comes from; null when it comes from elsewhere. */
  readonly file: string | null;
  /** As last read. Throws a {@link SecretError} when it cannot be had. */
  reveal(): string;
  /** Reads it again and returns it: a rotated token replaces the content of the same file. Throws as `reveal` does. */
  read(): string;
}

/** A secret that cannot be read. The message names the place and never the content. */
export class SecretError extends Error {
  override readonly name = 'SecretError';

  /** `key` is where the configuration names the secret, `fault` what is wrong with it. */
  constructor(
    readonly key: string,
    readonly fault: string,
  ) {
    super(`${key}: ${fault}`);
  }
}
