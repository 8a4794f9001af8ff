import { languages } from '../../sql/inventory/language-of.js';
import { comparing } from '../../sql/inventory/unmatched.js';
import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Connection } from '../database/connection.js';
import { replacing } from './replace.js';

export function createInventoryStore(connection: Connection): InventoryStore {
  return {
    ...replacing(connection),
    ...comparing(connection),
    ...languages(connection),
  };
}
