import type { AlertStore } from './alerts/alert-store.js';
import type { ClosingStore } from './closing/closing-store.js';
import type { CycleStore } from './cycles/cycle-store.js';
import type { FleetStore } from './fleet/fleet-store.js';
import type { InventoryStore } from './inventory/inventory-store.js';
import type { InstanceLease } from './lease/instance-lease.js';
import type { OutboxStore } from './outbox/outbox-store.js';
import type { PollingStore } from './polling/polling-store.js';
import type { PurchaseStore } from './purchases/purchase-store.js';
import type { RejectedStore } from './rejected/rejected-store.js';
import type { SettingsStore } from './settings/settings-store.js';
import type { SilenceStore } from './silences/silence-store.js';
import type { UpkeepStore } from './upkeep/upkeep-store.js';
import type { UsageStore } from './usage/usage-store.js';

/**
 * The database of one installation: one file, one writer. Every method is synchronous, as SQLite is, and throws
 * `StoreError` when the database fails; every method that writes does so whole or not at all.
 */
export interface Store {
  readonly file: string;
  /**
   * Runs `work` in one immediate transaction, whole or not at all. Nested calls join the outer one, which cannot
   * be committed any more once one of them has thrown.
   */
  transaction<T>(work: () => T): T;
  readonly fleet: FleetStore;
  readonly usage: UsageStore;
  readonly polling: PollingStore;
  readonly alerts: AlertStore;
  readonly outbox: OutboxStore;
  readonly inventory: InventoryStore;
  readonly purchases: PurchaseStore;
  readonly silences: SilenceStore;
  readonly cycles: CycleStore;
  readonly settings: SettingsStore;
  readonly rejected: RejectedStore;
  readonly lease: InstanceLease;
  readonly closing: ClosingStore;
  readonly upkeep: UpkeepStore;
  close(): void;
}
