import type { UnixSeconds } from '@roamwatch/core';
import type { Database } from 'better-sqlite3';
import { createCycleStore } from '../sql/cycles/cycle-store.js';
import { createPageStore } from '../sql/pages/page-store.js';
import { createRejectedStore } from '../sql/rejected/rejected-store.js';
import { createSessionStore } from '../sql/sessions/session-store.js';
import { createSilenceStore } from '../sql/silences/silence-store.js';
import type { Store } from '../store.js';
import { createAlertStore } from './alerts/alert-store.js';
import { createClosingStore } from './closing/closing-store.js';
import { share } from './cycles/share.js';
import { markBegun } from './database/begun.js';
import { Connection } from './database/connection.js';
import { requireSound } from './database/integrity.js';
import { migrate, requireCurrent } from './database/migrate.js';
import {
  openForReading,
  openForWriting,
  openTemporary,
  type StoreLog,
  waitShortly,
} from './database/open-file.js';
import { Place } from './database/place.js';
import { retryWhenBusy } from './database/retry-when-busy.js';
import { createFleetStore } from './fleet/fleet-store.js';
import { createInventoryStore } from './inventory/inventory-store.js';
import { createInstanceLease } from './lease/instance-lease.js';
import { InstanceLock } from './lease/instance-lock.js';
import { migrations } from './migrations/index.js';
import { createOutboxStore } from './outbox/outbox-store.js';
import { createPollingStore } from './polling/polling-store.js';
import { createPurchaseStore } from './purchases/purchase-store.js';
import { createPushStore } from './push/push-store.js';
import { openSnapshot, snapshotOver } from './report/report-snapshot.js';
import { createSettingsStore } from './settings/settings-store.js';
import { createUpkeepStore } from './upkeep/upkeep-store.js';
import { createUsageStore } from './usage/usage-store.js';

export interface StoreOptions {
  readonly file: string;
  /** Opens an existing, current file for reading only. */
  readonly readOnly?: boolean;
  /**
   * A database for this process alone, gone with it: where the system allows it, the file is removed as soon as it is
   * open, so that nothing is left however the process ends.
   */
  readonly temporary?: boolean;
  /** True when a copy is made beside the file before a schema step that rewrites data. Default: true. */
  readonly backupBeforeMigration?: boolean;
  /** Reads the whole file at opening, about 30 ms a MB: for a daemon that starts rarely and runs long. */
  readonly integrityCheck?: boolean;
  /** Gets migrations, tightened permissions and file systems that are not safe. */
  readonly log?: StoreLog;
  /** Decides which inventory entry names an eSIM in lists of alerts. */
  readonly now?: () => UnixSeconds;
}

/**
 * Opens the database, creating the file (mode 0600) and bringing its schema up to date.
 *
 * @throws StoreError when the file cannot be opened, is not ours, is damaged, or was made by a newer version.
 */
export function openStore(options: StoreOptions): Store {
  const { file, log = SILENT, now = systemClock, temporary = false } = options;
  const sqlite = opened(options, log);
  try {
    if (options.readOnly === true) requireCurrent(sqlite, migrations, file);
    else migrate(sqlite, migrations, { file, backup: options.backupBeforeMigration ?? !temporary, log });
    if (options.integrityCheck === true) requireSound(sqlite, file);
  } catch (error) {
    sqlite.close();
    throw error;
  }
  if (temporary) {
    const connection = new Connection(sqlite);
    return { ...createStore(connection, file, now), snapshot: () => snapshotOver(connection) };
  }
  if (options.readOnly !== true) markBegun(file);
  waitShortly(sqlite);
  return createStore(new Connection(sqlite, new Place(file)), file, now);
}

function opened({ file, readOnly, temporary }: StoreOptions, log: StoreLog): Database {
  if (readOnly === true) return openForReading(file);
  return temporary === true ? openTemporary(file, log) : openForWriting(file, log);
}

/** Joins the parts over one connection. */
export function createStore(connection: Connection, file: string, now: () => UnixSeconds): Store {
  const lock = new InstanceLock(file);
  const fleet = createFleetStore(connection);
  return {
    file,
    fleet: retryWhenBusy(fleet),
    usage: retryWhenBusy(createUsageStore(connection)),
    polling: retryWhenBusy(createPollingStore(connection)),
    alerts: retryWhenBusy(createAlertStore(connection, now)),
    outbox: retryWhenBusy(createOutboxStore(connection)),
    inventory: retryWhenBusy(createInventoryStore(connection)),
    purchases: retryWhenBusy(createPurchaseStore(connection)),
    silences: retryWhenBusy(createSilenceStore(connection)),
    cycles: retryWhenBusy(createCycleStore(connection, share(connection))),
    settings: retryWhenBusy(createSettingsStore(connection)),
    push: retryWhenBusy(createPushStore(connection)),
    rejected: retryWhenBusy(createRejectedStore(connection)),
    lease: retryWhenBusy(createInstanceLease(connection, lock)),
    closing: retryWhenBusy(createClosingStore(connection)),
    upkeep: retryWhenBusy(createUpkeepStore(connection)),
    pages: retryWhenBusy(createPageStore(connection, fleet)),
    sessions: retryWhenBusy(createSessionStore(connection)),
    snapshot: () => openSnapshot(file),
    async close() {
      lock.release();
      // Closing writes the journal into the file, which is another one by now, or empty: the process's end closes it, too.
      if (connection.fault?.reason !== 'vanished') connection.sqlite.close();
    },
  };
}

const SILENT: StoreLog = { info: () => undefined, warn: () => undefined };

function systemClock(): UnixSeconds {
  return Math.floor(Date.now() / 1000);
}
