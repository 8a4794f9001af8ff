export type { AlertEventChange } from './schema/alert.js';
export { UNREADABLE_ENTRIES } from './sql/pages/counts.js';
export { copyDatabase } from './sqlite/copy-database.js';
export { APPLICATION_ID, type StoreLog } from './sqlite/database/open-file.js';
export { openStore, type StoreOptions } from './sqlite/open-store.js';
export { restoreDatabase } from './sqlite/restore-database.js';
export type { Store } from './store.js';
export { StoreError, type StoreErrorReason } from './store-error.js';
export type { AlertEventRow, AlertRow, AlertStore, StoredTransition } from './stores/alert-store.js';
export type { ClosingDraft, ClosingHistory, ClosingStore } from './stores/closing-store.js';
export type { CycleStore, Division, Sending, Shard, SharedShard } from './stores/cycle-store.js';
export type { Decide } from './stores/decide.js';
export type {
  EsimNamed,
  FailingEsim,
  Failure,
  FleetStore,
  FoundEsim,
  NamedEsim,
  NamedEsims,
  Page,
  PollTarget,
} from './stores/fleet-store.js';
export type { InstanceLease, LeaseHolder, Tenancy } from './stores/instance-lease.js';
export type { EsimWithoutEntry, InventoryEntry, InventoryStore } from './stores/inventory-store.js';
export type * from './stores/outbox-store.js';
export type * from './stores/page-store.js';
export type { AnswersBatch, AnswersWritten, PollingStore } from './stores/polling-store.js';
export type { FetchedHistory, HistoryTarget, PurchaseStore } from './stores/purchase-store.js';
export type { EsimNames, PushStore } from './stores/push-store.js';
export type { RejectedKind, RejectedRow, RejectedStore } from './stores/rejected-store.js';
export type { ClosedMonths, ReportSnapshot } from './stores/report-snapshot.js';
export type { SessionStore, StoredSession } from './stores/session-store.js';
export type { SettingsChange, SettingsStore, SettingValues } from './stores/settings-store.js';
export type { Silence, SilenceStore } from './stores/silence-store.js';
export type { Erasure, Pruned, Retention, UpkeepStore } from './stores/upkeep-store.js';
export type { DaysWritten, FormerFigure, UsageStore } from './stores/usage-store.js';
