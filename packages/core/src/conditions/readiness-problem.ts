import type { DatabaseFault } from '../faults/database-fault.js';
import type { UnixSeconds } from '../time/instant.js';
import type { FleetCondition } from './condition.js';

/** Why Roamwatch is not ready, so that what it shows cannot be trusted entirely. */
export type ReadinessProblem =
  | { readonly kind: 'no-poll' }
  /** `report`: the name of the report; null: polls. */
  | { readonly kind: 'overdue'; readonly report: string | null; readonly lastDoneAt: UnixSeconds | null }
  | { readonly kind: 'stuck'; readonly since: UnixSeconds }
  | { readonly kind: 'condition'; readonly condition: FleetCondition }
  /** `fault` is null where the log alone knows more; `detail` says it in English. */
  | { readonly kind: 'database'; readonly fault: DatabaseFault | null; readonly detail: string };
