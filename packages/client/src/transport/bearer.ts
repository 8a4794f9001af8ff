import { type Operation, RoamifyError } from '../errors.js';
import { causeOf } from '../failure/cause.js';
import { DeadlinePassed } from '../failure/failure.js';
import type { KnownSecrets } from '../failure/known-secrets.js';
import { type Limits, within } from './deadline.js';

export type TokenSource = string | (() => string | Promise<string>);

/** The headers every request carries, made again when the token changes. */
export class Bearer {
  #token: string | null = null;
  #headers: Readonly<Record<string, string>> = {};

  constructor(
    readonly source: TokenSource,
    readonly userAgent: string,
    readonly secrets: KnownSecrets,
  ) {}

  /** Nothing is to be waited for. */
  get isFixed(): boolean {
    return typeof this.source === 'string';
  }

  /** Throws `unauthorized` when there is no usable token within the limits. */
  async headers(operation: Operation, limits: Limits): Promise<Readonly<Record<string, string>>> {
    const token = typeof this.source === 'string' ? this.source : await this.#read(operation, limits);
    if (token !== this.#token) this.#use(operation, token);
    return this.#headers;
  }

  async #read(operation: Operation, limits: Limits): Promise<string> {
    try {
      const given = (this.source as () => string | Promise<string>)();
      return (typeof given === 'string' ? given : await within(limits, given)).trim();
    } catch (thrown) {
      if (limits.signal?.aborted || limits.closing.aborted) throw thrown;
      // What was thrown may name a path or quote a token that was never used: the message leaves it out.
      const fault = thrown instanceof DeadlinePassed ? 'could not be read in time' : 'could not be read';
      const cause = causeOf(thrown, this.secrets);
      throw new RoamifyError('unauthorized', `the token ${fault}`, { operation, cause });
    }
  }

  #use(operation: Operation, token: string): void {
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new RoamifyError('unauthorized', 'the token is empty or contains characters no token has', {
        operation,
      });
    }
    this.secrets.add(token);
    this.#token = token;
    this.#headers = {
      authorization: `Bearer ${token}`,
      accept: 'application/json',
      'user-agent': this.userAgent,
    };
  }
}
