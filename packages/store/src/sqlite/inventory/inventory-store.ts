import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Connection } from '../database/connection.js';
import { emailOf } from './email-of.js';
import { replace } from './replace.js';
import { unknownIccids, withoutEntry } from './unmatched.js';

export function createInventoryStore(connection: Connection): InventoryStore {
  return {
    replace: replace(connection),
    unknownIccids: unknownIccids(connection),
    withoutEntry: withoutEntry(connection),
    emailOf: emailOf(connection),
  };
}
