import { type Operation, RoamifyError } from '../errors.js';

export type TokenSource = string | (() => string | Promise<string>);

/** The headers every request carries, made anew when the token changes. */
export class Bearer {
  #token = '';
  #headers: Readonly<Record<string, string>> = {};

  constructor(
    readonly source: TokenSource,
    readonly userAgent: string,
  ) {}

  /** Throws `unauthorized` when there is no usable token. */
  async headers(operation: Operation): Promise<Readonly<Record<string, string>>> {
    const token = typeof this.source === 'string' ? this.source : await this.#ask(operation, this.source);
    if (token !== this.#token) this.#use(operation, token);
    return this.#headers;
  }

  async #ask(operation: Operation, source: () => string | Promise<string>): Promise<string> {
    try {
      return (await source()).trim();
    } catch {
      // The cause may name a path or quote the token.
      throw new RoamifyError('unauthorized', 'the token could not be read', { operation });
    }
  }

  #use(operation: Operation, token: string): void {
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new RoamifyError('unauthorized', 'the token is empty or holds characters no token has', {
        operation,
      });
    }
    this.#token = token;
    this.#headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'user-agent': this.userAgent,
    };
  }
}
