export type { AlertEventRow, AlertRow, AlertStore, AlertSubject } from './alerts/alert-store.js';
export type { Closing, ClosingEvent, FrozenRows, Ledger, ReconciliationRow } from './closing/closing.js';
export type { ClosingStore } from './closing/closing-store.js';
export type { CycleStore } from './cycles/cycle-store.js';
export { APPLICATION_ID, type StoreLog } from './database/open-file.js';
export type {
  AnswerEvaluated,
  FailingEsim,
  Failure,
  FleetStore,
  Page,
  PollTarget,
} from './fleet/fleet-store.js';
export type { EsimWithoutEntry, InventoryEntry, InventoryStore } from './inventory/inventory-store.js';
export type { InstanceLease } from './lease/instance-lease.js';
export { openStore, type StoreOptions } from './open-store.js';
export type { NewMessage, NewNews, News, OutboxStore, StoredMessage, Told } from './outbox/outbox-store.js';
export type { PollingStore, Remembered } from './polling/polling-store.js';
export type { HistoryTarget, PurchaseStore } from './purchases/purchase-store.js';
export type { RejectedKind, RejectedRow, RejectedStore } from './rejected/rejected-store.js';
export { createReportSource, type ReportSnapshot, type ReportSource } from './report/report-source.js';
export type { Allocation, DateRange, PurchaseRow, UsageRow } from './report/rows.js';
export type { AlertEventChange } from './schema/alert.js';
export type { SettingsStore } from './settings/settings-store.js';
export type { Silence, SilenceStore } from './silences/silence-store.js';
export type { Store } from './store.js';
export { StoreError, type StoreErrorReason } from './store-error.js';
export type { Erasure, Pruned, Retention, UpkeepStore } from './upkeep/upkeep-store.js';
export type { DaysWritten, FormerFigure, UsageStore } from './usage/usage-store.js';
