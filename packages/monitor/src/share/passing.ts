import { StoreError, type StoreErrorReason } from '@roamwatch/store';

const PASSING: ReadonlySet<StoreErrorReason> = new Set(['unreachable', 'busy', 'disk-full']);

/** Whether the same job may succeed when it is done again. What the database refuses it refuses each time. */
export function isPassing(error: unknown): boolean {
  return error instanceof StoreError && PASSING.has(error.reason);
}
