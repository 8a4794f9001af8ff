import { type DatedEntry, dated } from '../../sql/inventory/dated-entries.js';
import { erasedEntryDigest } from '../../sql/inventory/erased-entry.js';
import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { forgetClock } from '../fleet/clock-due.js';
import { recordAction } from '../operators/record-action.js';
import { getSetting, setSetting } from '../settings/settings-store.js';

const DIGEST_KEY = 'inventory.digest';

export function replacing(connection: Connection): Pick<InventoryStore, 'replace'> {
  const clear = connection.prepare((db) => db.deleteFrom('inventory'));
  const insert = connection.prepare((db, p: Params<DatedEntry>) =>
    db.insertInto('inventory').values({
      iccid: p.iccid,
      valid_from: p.from,
      valid_until: p.until,
      label: p.label,
      email: p.email,
      cost_centre: p.costCentre,
      gl_code: p.glCode,
      project: p.project,
      language: p.language,
    }),
  );
  const erased = connection.prepare((db) => db.selectFrom('erased_entry').select('digest'));
  const get = getSetting(connection);
  const set = setSetting(connection);
  const forget = forgetClock(connection);
  const record = recordAction(connection);

  return {
    async replace(entries, digest, at, by) {
      return connection.transaction(() => {
        if (get(DIGEST_KEY) === digest) return false;
        const digests = new Set(erased.all({}).map((row) => row.digest));
        clear.run({});
        for (const entry of dated(entries)) {
          insert.run(digests.has(erasedEntryDigest(entry)) ? { ...entry, label: null, email: null } : entry);
        }
        set(DIGEST_KEY, digest);
        record({ at, by: by ?? null, action: 'inventory-replaced', message: null, entries: entries.length });
        forget();
        return true;
      });
    },
  };
}
