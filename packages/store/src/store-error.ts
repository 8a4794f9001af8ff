import type { DatabaseFault } from '@roamwatch/core';

export type StoreErrorReason = DatabaseFault;

/** An error of the database, in words an operator can act on: what happened, then what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';

  constructor(
    readonly reason: StoreErrorReason,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
