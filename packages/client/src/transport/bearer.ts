import { type Operation, RoamifyError } from '../errors.js';
import { causeOf } from '../failure/cause.js';
import { DeadlinePassed } from '../failure/failure.js';
import type { KnownSecrets } from '../failure/known-secrets.js';
import { type Limits, within } from './deadline.js';

export type TokenSource = string | (() => string | Promise<string>);

export type RequestHeaders = Readonly<Record<string, string>>;

/** The headers every request carries, made again when the token changes. */
export class Bearer {
  #token: string | null = null;
  #headers: RequestHeaders = {};

  constructor(
    readonly source: TokenSource,
    readonly userAgent: string,
    readonly secrets: KnownSecrets,
  ) {}

  /**
   * A promise only where the token is to be waited for. Throws, or rejects with, `unauthorized` when there is no usable token
   * within the limits.
   */
  headers(operation: Operation, limits: Limits): RequestHeaders | Promise<RequestHeaders> {
    const token = this.#given(operation, limits);
    return typeof token === 'string'
      ? this.#headersWith(operation, token)
      : this.#read(operation, limits, token).then((read) => this.#headersWith(operation, read));
  }

  #given(operation: Operation, limits: Limits): string | Promise<string> {
    if (typeof this.source === 'string') return this.source;
    try {
      const given = this.source();
      return typeof given === 'string' ? given.trim() : given;
    } catch (thrown) {
      throw this.#unreadable(operation, limits, thrown);
    }
  }

  async #read(operation: Operation, limits: Limits, token: Promise<string>): Promise<string> {
    try {
      return (await within(limits, token)).trim();
    } catch (thrown) {
      throw this.#unreadable(operation, limits, thrown);
    }
  }

  #unreadable(operation: Operation, limits: Limits, thrown: unknown): unknown {
    if (limits.signal?.aborted || limits.closing.aborted) return thrown;
    // What was thrown may name a path or quote a token that was never used: the message leaves it out.
    const fault = thrown instanceof DeadlinePassed ? 'could not be read in time' : 'could not be read';
    const cause = causeOf(thrown, this.secrets);
    return new RoamifyError('unauthorized', `the token ${fault}`, { operation, cause });
  }

  #headersWith(operation: Operation, token: string): RequestHeaders {
    if (token !== this.#token) this.#use(operation, token);
    return this.#headers;
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
