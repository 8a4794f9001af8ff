import type { Generated } from 'kysely';

/** Actions of operators that no other table records. */
export interface OperatorActionTable {
  id: Generated<number>;
  at: number;
  /** Null: Roamwatch itself, which found the inventory's file changed. */
  actor: string | null;
  action: 'retried' | 'discarded' | 'inventory-replaced';
  /** The message that was retried or discarded; the action goes with it. */
  message: number | null;
  /** Of the new inventory. */
  entries: number | null;
}
