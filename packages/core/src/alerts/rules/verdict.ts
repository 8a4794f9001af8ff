import type { UnixSeconds } from '../../time/instant.js';
import type { Verdict } from '../alert.js';
import type { Severity } from './rule.js';

type Measurement = Extract<Verdict, { kind: 'measured' }>;

/** What a measurement says to people. */
export interface Words {
  readonly value: string;
  readonly threshold: string;
  readonly reason: string;
}

interface Outcome {
  readonly step: number;
  readonly severity: Severity | null;
  readonly clear: boolean;
  readonly nextAt: UnixSeconds | null;
}

export function notApplicable(reason: string): Verdict & { kind: 'not-applicable' } {
  return { kind: 'not-applicable', reason };
}

export function unknown(reason: string): Verdict & { kind: 'unknown' } {
  return { kind: 'unknown', reason };
}

/**
 * A measurement whose words are made when somebody reads them: most measurements of a large fleet lead to
 * nothing, and wording them would cost more than making them.
 */
export function measured(outcome: Outcome, words: () => Words): Verdict {
  return new WordedLater(outcome, words);
}

class WordedLater implements Measurement {
  readonly kind = 'measured';
  readonly step: number;
  readonly severity: Severity | null;
  readonly clear: boolean;
  readonly nextAt: UnixSeconds | null;
  readonly #words: () => Words;

  constructor({ step, severity, clear, nextAt }: Outcome, words: () => Words) {
    this.step = step;
    this.severity = severity;
    this.clear = clear;
    this.nextAt = nextAt;
    this.#words = words;
  }

  get value(): string {
    return this.#words().value;
  }

  get threshold(): string {
    return this.#words().threshold;
  }

  get reason(): string {
    return this.#words().reason;
  }

  toJSON(): Measurement {
    const { kind, step, severity, clear, nextAt } = this;
    return { kind, step, severity, clear, nextAt, ...this.#words() };
  }
}
