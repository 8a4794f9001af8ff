import type { AlertStore } from './stores/alert-store.js';
import type { ClosingStore } from './stores/closing-store.js';
import type { CycleStore } from './stores/cycle-store.js';
import type { FleetStore } from './stores/fleet-store.js';
import type { InstanceLease } from './stores/instance-lease.js';
import type { InventoryStore } from './stores/inventory-store.js';
import type { OutboxStore } from './stores/outbox-store.js';
import type { PageStore } from './stores/page-store.js';
import type { PollingStore } from './stores/polling-store.js';
import type { PurchaseStore } from './stores/purchase-store.js';
import type { PushStore } from './stores/push-store.js';
import type { RejectedStore } from './stores/rejected-store.js';
import type { ReportSnapshot } from './stores/report-snapshot.js';
import type { SessionStore } from './stores/session-store.js';
import type { SettingsStore } from './stores/settings-store.js';
import type { SilenceStore } from './stores/silence-store.js';
import type { UpkeepStore } from './stores/upkeep-store.js';
import type { UsageStore } from './stores/usage-store.js';

/**
 * The database of one installation. A method rejects with a `StoreError` when the database fails. One that writes does so
 * whole or not at all, in a transaction of which nothing is seen outside the store.
 */
export interface Store {
  /** The database file; of a database server its address, without user and password. */
  readonly file: string;
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
  readonly push: PushStore;
  readonly rejected: RejectedStore;
  readonly lease: InstanceLease;
  readonly closing: ClosingStore;
  readonly upkeep: UpkeepStore;
  readonly pages: PageStore;
  readonly sessions: SessionStore;
  /** The data of reports at this moment; polling continues meanwhile. */
  snapshot(): Promise<ReportSnapshot>;
  close(): Promise<void>;
}
