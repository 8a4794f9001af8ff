import type { Reason } from '@roamwatch/core';
import { sql } from 'kysely';
import { erasedEntryDigest } from '../../sql/inventory/erased-entry.js';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { eraseMessages } from './erase-messages.js';
import { erasePlaces } from './erase-places.js';

const ERASED = JSON.stringify({ kind: 'erased' } satisfies Reason);

export function forgetting(connection: Connection): Pick<UpkeepStore, 'forget' | 'erasures'> {
  const esimsOf = connection.prepare((db, { iccid }: Params<{ iccid: string }>) =>
    db.selectFrom('esim').select('id').where('iccid', '=', iccid),
  );
  const eraseEntries = eraseInventory(connection);
  const eraseLabels = eraseClosedLabels(connection);
  const eraseFacts = eraseReadingsAndReasons(connection);
  const eraseDays = erasePlaces(connection);
  const eraseSent = eraseMessages(connection);
  const trace = connection.prepare((db, { iccid, at }: Params<{ iccid: string; at: number }>) =>
    db.insertInto('erasure').values({ iccid, at }),
  );
  const traces = connection.prepare((db) => db.selectFrom('erasure').select(['iccid', 'at']).orderBy('id'));

  function eraseAll(iccid: string, at: number): boolean {
    const esims = esimsOf.all({ iccid }).map((row) => row.id);
    const entries = eraseEntries(iccid);
    if (esims.length === 0 && entries.length === 0) return false;
    for (const esim of esims) {
      eraseFacts(esim);
      eraseDays(esim);
    }
    eraseLabels(iccid);
    for (const { label, email } of entries) eraseSent.person(label, email, at);
    eraseSent.mentionsOf(iccid);
    trace.run({ iccid, at });
    return true;
  }

  return {
    async forget(iccid, at) {
      // Deleted data is overwritten, and the journal emptied, so that it cannot be read back from the file.
      connection.sqlite.pragma('secure_delete = on');
      try {
        return connection.transaction(() => eraseAll(iccid.trim(), at));
      } finally {
        connection.sqlite.pragma('secure_delete = off');
        connection.sqlite.pragma('wal_checkpoint(truncate)');
      }
    },
    async erasures() {
      return traces.all({});
    },
  };
}

/** Returns what the entries said. */
function eraseInventory(connection: Connection) {
  const select = connection.prepare((db, { iccid }: Params<{ iccid: string }>) =>
    db.selectFrom('inventory').select(['iccid', 'label', 'email']).where('iccid', '=', iccid),
  );
  const remember = connection.prepare((db, { digest }: Params<{ digest: string }>) =>
    db
      .insertInto('erased_entry')
      .values({ digest })
      .onConflict((known) => known.doNothing()),
  );
  const erase = connection.prepare((db, { iccid }: Params<{ iccid: string }>) =>
    db.updateTable('inventory').set({ label: null, email: null }).where('iccid', '=', iccid),
  );
  return (iccid: string) => {
    const entries = select.all({ iccid });
    for (const entry of entries) remember.run({ digest: erasedEntryDigest(entry) });
    erase.run({ iccid });
    return entries;
  };
}

function eraseClosedLabels(connection: Connection): (iccid: string) => void {
  const parties = connection.prepare((db, { iccid }: Params<{ iccid: string }>) =>
    db.updateTable('closed_party').set({ label: null }).where('iccid', '=', iccid),
  );
  const reconciliation = connection.prepare((db, { iccid }: Params<{ iccid: string }>) =>
    db
      .updateTable('closed_reconciliation')
      .set({ row: sql<string>`json_set(row, '$.label', null)` })
      .where('iccid', '=', iccid),
  );
  const costs = connection.prepare((db, { iccid }: Params<{ iccid: string }>) =>
    db
      .updateTable('closed_cost')
      .set({ row: sql<string>`json_set(row, '$.label', null)` })
      .where('iccid', '=', iccid),
  );
  return (iccid) => {
    parties.run({ iccid });
    reconciliation.run({ iccid });
    costs.run({ iccid });
  };
}

function eraseReadingsAndReasons(connection: Connection): (esim: number) => void {
  const statements = [
    connection.prepare((db, { esim }: Params<{ esim: number }>) =>
      db.deleteFrom('reading').where('esim', '=', esim),
    ),
    connection.prepare((db, { esim }: Params<{ esim: number }>) =>
      db
        .updateTable('esim_state')
        .set({
          reading_at: null,
          allowance_bytes: null,
          remaining_bytes: null,
          package_started_at: null,
          package_ends_at: null,
          days_digest: null,
        })
        .where('esim', '=', esim),
    ),
    connection.prepare((db, { esim }: Params<{ esim: number }>) =>
      db.deleteFrom('poll_memory').where('esim', '=', esim),
    ),
    connection.prepare((db, { esim }: Params<{ esim: number }>) =>
      db.deleteFrom('push_mark').where('esim', '=', esim),
    ),
    connection.prepare((db, { esim }: Params<{ esim: number }>) =>
      db.deleteFrom('rejected').where('esim', '=', esim),
    ),
    connection.prepare((db, { esim }: Params<{ esim: number }>) =>
      db
        .updateTable('alert')
        .set({
          reason: ERASED,
          // Which threshold was reached stays, so that nobody is notified of it again; what was measured does not.
          notified: sql<string>`json_replace(notified, '$.measured', null)`,
          acknowledged_comment: null,
        })
        .where('esim', '=', esim),
    ),
    connection.prepare((db, { esim }: Params<{ esim: number }>) =>
      db
        .updateTable('alert_event')
        .set({ reason: ERASED })
        .where('alert', 'in', (of) => of.selectFrom('alert').select('id').where('esim', '=', esim)),
    ),
  ];
  return (esim) => {
    for (const statement of statements) statement.run({ esim });
  };
}
