/** The program did what it must not, or not what it must. */
export class Violation extends Error {
  constructor(
    message: string,
    /** The evidence of it. */
    readonly evidence: unknown,
  ) {
    super(message);
    this.name = 'Violation';
  }
}

/** @throws Violation unless it is true. */
export function must(holds: boolean, message: string, evidence: unknown): void {
  if (!holds) throw new Violation(message, evidence);
}
