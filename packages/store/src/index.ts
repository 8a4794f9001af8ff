export type { AlertEventRow, AlertRow, AlertStore, AlertSubject } from './alerts/alert-store.js';
export type { CycleStore } from './cycles/cycle-store.js';
export type { StoreLog } from './database/open-file.js';
export type { FleetStore, PollTarget } from './fleet/fleet-store.js';
export type { EsimWithoutEntry, InventoryEntry, InventoryStore } from './inventory/inventory-store.js';
export type { InstanceLease } from './lease/instance-lease.js';
export { openStore, type StoreOptions } from './open-store.js';
export type { NewMessage, NewNews, News, OutboxStore, StoredMessage, Told } from './outbox/outbox-store.js';
export type { PurchaseStore } from './purchases/purchase-store.js';
export type { RejectedRow, RejectedStore } from './rejected/rejected-store.js';
export {
  type Allocation,
  createReportSource,
  type DateRange,
  type PurchaseRow,
  type ReportSource,
  type UsageRow,
} from './report/report-source.js';
export type { AlertEventChange } from './schema/alert.js';
export type { SettingsStore } from './settings/settings-store.js';
export type { Silence, SilenceStore } from './silences/silence-store.js';
export type { Store } from './store.js';
export { StoreError, type StoreErrorReason } from './store-error.js';
export type { DaysWritten, FormerFigure, UsageStore } from './usage/usage-store.js';
