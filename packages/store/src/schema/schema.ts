import type { AlertEventTable, AlertTable } from './alert.js';
import type {
  ClosedCostTable,
  ClosedPartyTable,
  ClosedPurchaseTable,
  ClosedReconciliationTable,
  ClosedUsageTable,
  ClosingEventTable,
  ClosingTable,
  LatePurchaseTable,
  LateUsageTable,
} from './closing.js';
import type { CycleTable } from './cycle.js';
import type { ErasedEntryTable, ErasureTable } from './erasure.js';
import type { EsimAliasTable, EsimPlaceTable, EsimStateTable, EsimTable, LocationTable } from './esim.js';
import type { InventoryTable } from './inventory.js';
import type { LeaseTable } from './lease.js';
import type { OperatorActionTable } from './operator-action.js';
import type { MessageTable, NotificationTable } from './outbox.js';
import type { PollShardTable } from './poll-shard.js';
import type { PollMemoryTable } from './polling.js';
import type { PurchaseTable } from './purchase.js';
import type { PushMarkTable } from './push.js';
import type { RejectedTable } from './rejected.js';
import type { SessionTable } from './session.js';
import type { SettingTable } from './setting.js';
import type { SilenceTable } from './silence.js';
import type { DailyUsageFormerTable, DailyUsageTable, ReadingTable } from './usage.js';

/** Every table, for Kysely. Column units are those of the first migration. */
export interface Schema {
  esim: EsimTable;
  esim_state: EsimStateTable;
  esim_alias: EsimAliasTable;
  esim_place: EsimPlaceTable;
  location: LocationTable;
  daily_usage: DailyUsageTable;
  daily_usage_former: DailyUsageFormerTable;
  reading: ReadingTable;
  alert: AlertTable;
  alert_event: AlertEventTable;
  message: MessageTable;
  notification: NotificationTable;
  operator_action: OperatorActionTable;
  inventory: InventoryTable;
  purchase: PurchaseTable;
  session: SessionTable;
  silence: SilenceTable;
  cycle: CycleTable;
  poll_shard: PollShardTable;
  setting: SettingTable;
  rejected: RejectedTable;
  lease: LeaseTable;
  closing: ClosingTable;
  closing_event: ClosingEventTable;
  closed_party: ClosedPartyTable;
  closed_usage: ClosedUsageTable;
  closed_purchase: ClosedPurchaseTable;
  closed_reconciliation: ClosedReconciliationTable;
  closed_cost: ClosedCostTable;
  late_usage: LateUsageTable;
  late_purchase: LatePurchaseTable;
  poll_memory: PollMemoryTable;
  push_mark: PushMarkTable;
  erasure: ErasureTable;
  erased_entry: ErasedEntryTable;
}
