import type { InventoryProblem } from '@roamwatch/core';
import type { InventoryEntry } from '@roamwatch/store';

/** The holders of eSIMs, from the operator's file. */
export interface Inventory {
  /** In the order of the file. */
  readonly entries: readonly InventoryEntry[];
  /** Lines that were rejected. */
  readonly problems: readonly InventoryProblem[];
  /** Unknown columns and languages; all lines were read without them. */
  readonly warnings: readonly InventoryProblem[];
  /** Equal when, and only when, the same file would be read the same way again. */
  readonly digest: string;
}

/** Reads the inventory file. Throws when nothing of it can be used; the former entries then stay. */
export type ReadInventory = (file: string) => Inventory;
