import type { UnixSeconds } from '@roamwatch/core';
import type { Pool } from 'pg';
import { createCycleStore } from '../sql/cycles/cycle-store.js';
import { createPageStore } from '../sql/pages/page-store.js';
import { createRejectedStore } from '../sql/rejected/rejected-store.js';
import { createSessionStore } from '../sql/sessions/session-store.js';
import { createSilenceStore } from '../sql/silences/silence-store.js';
import type { Store } from '../store.js';
import { createAlertStore } from './alerts/alert-store.js';
import { createClosingStore } from './closing/closing-store.js';
import { share } from './cycles/share.js';
import { Connection } from './database/connection.js';
import { type MigrationLog, migrate, requireCurrent } from './database/migrate.js';
import { createPool, nameOf, type PostgresAddress } from './database/pool.js';
import { fromPostgres } from './database/postgres-error.js';
import { SchemaFence } from './database/schema-fence.js';
import { requireNoUnfinishedCopy } from './database/unfinished-copy.js';
import { createFleetStore } from './fleet/fleet-store.js';
import { createInventoryStore } from './inventory/inventory-store.js';
import { createInstanceLease } from './lease/instance-lease.js';
import { migrations } from './migrations/index.js';
import { createOutboxStore } from './outbox/outbox-store.js';
import { createPollingStore } from './polling/polling-store.js';
import { createPurchaseStore } from './purchases/purchase-store.js';
import { createPushStore } from './push/push-store.js';
import { openSnapshot } from './report/report-snapshot.js';
import { createSettingsStore } from './settings/settings-store.js';
import { createUpkeepStore } from './upkeep/upkeep-store.js';
import { createUsageStore } from './usage/usage-store.js';

export interface PostgresStoreOptions extends PostgresAddress {
  /** Connections at most, beside two for what does not wait and four for reports. Default: 8. */
  readonly connections?: number;
  /** Opens a database that is up to date, and changes nothing of its schema. */
  readonly readOnly?: boolean;
  /** Gets migrations. */
  readonly log?: MigrationLog;
  /** Decides which inventory entry names an eSIM in lists of alerts. */
  readonly now?: () => UnixSeconds;
}

/**
 * Connects to a PostgreSQL database and brings its schema up to date.
 *
 * @throws StoreError when the server cannot be reached, refuses, or has a database that is not ours, of a newer version, or of an older
 * one that a process works on.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const connection = await openConnection(options, requireNoUnfinishedCopy);
  return createStore(connection, nameOf(options), options.now ?? systemClock);
}

/** Connects as `openPostgresStore` does; `accept` throws when the database is not to be opened. */
export async function openConnection(
  options: PostgresStoreOptions,
  accept: (pool: Pool, name: string) => Promise<void>,
): Promise<Connection> {
  const { connections = 8, log = SILENT } = options;
  const name = nameOf(options);
  const pools = {
    work: createPool(options, connections),
    side: createPool(options, 2),
    snapshots: createPool(options, 4),
  };
  try {
    await accept(pools.work, name);
    if (options.readOnly === true) await requireCurrent(pools.work, migrations, name);
    else await migrate(pools.work, migrations, { name, log });
  } catch (error) {
    await Promise.all(Object.values(pools).map((pool) => pool.end()));
    throw fromPostgres(error);
  }
  return new Connection(pools, new SchemaFence(name, migrations.length));
}

/** Joins the parts over the connections to one database. */
export function createStore(connection: Connection, name: string, now: () => UnixSeconds): Store {
  const fleet = createFleetStore(connection);
  return {
    file: name,
    fleet,
    usage: createUsageStore(connection),
    polling: createPollingStore(connection),
    alerts: createAlertStore(connection, now),
    outbox: createOutboxStore(connection),
    inventory: createInventoryStore(connection),
    purchases: createPurchaseStore(connection),
    silences: createSilenceStore(connection),
    cycles: createCycleStore(connection, share(connection)),
    settings: createSettingsStore(connection),
    push: createPushStore(connection),
    rejected: createRejectedStore(connection),
    lease: createInstanceLease(connection),
    closing: createClosingStore(connection),
    upkeep: createUpkeepStore(connection),
    pages: createPageStore(connection, fleet),
    sessions: createSessionStore(connection),
    snapshot: () => openSnapshot(connection),
    close: () => connection.close(),
  };
}

const SILENT: MigrationLog = { info: () => undefined };

function systemClock(): UnixSeconds {
  return Math.floor(Date.now() / 1000);
}
