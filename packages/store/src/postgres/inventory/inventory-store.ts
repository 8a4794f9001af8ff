import { sql } from 'kysely';
import { dated } from '../../sql/inventory/dated-entries.js';
import { erasedEntryDigest } from '../../sql/inventory/erased-entry.js';
import { languages } from '../../sql/inventory/language-of.js';
import { comparing } from '../../sql/inventory/unmatched.js';
import { recordActionQuery } from '../../sql/operators/record-action.js';
import type { InventoryStore } from '../../stores/inventory-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { forgetClock } from '../fleet/clock-due.js';
import { getSetting, lockSetting, setSetting } from '../settings/settings-store.js';

const DIGEST_KEY = 'inventory.digest';

const COLUMNS = {
  iccid: 'text',
  from: 'bigint',
  until: 'bigint',
  label: 'text',
  email: 'text',
  costCentre: 'text',
  glCode: 'text',
  project: 'text',
  language: 'text',
} as const;

export function createInventoryStore(connection: Connection): InventoryStore {
  const get = getSetting(connection);
  const set = setSetting(connection);
  const lock = lockSetting(connection);
  const forget = forgetClock(connection);
  const record = connection.prepare(recordActionQuery);

  return {
    ...comparing(connection),
    ...languages(connection),
    replace: (entries, digest, at, by) =>
      connection.transaction(async () => {
        await lock(DIGEST_KEY);
        if ((await get(DIGEST_KEY)) === digest) return false;
        const erased = await connection.rows<{ digest: string }>(sql`select digest from erased_entry`);
        const digests = new Set(erased.map((row) => row.digest));
        const rows = dated(entries).map((entry) =>
          digests.has(erasedEntryDigest(entry)) ? { ...entry, label: null, email: null } : entry,
        );
        await connection.change(sql`delete from inventory`);
        await connection.change(sql`insert into inventory (iccid, valid_from, valid_until, label, email, cost_centre,
            gl_code, project, language)
          select iccid, "from", until, label, email, "costCentre", "glCode", project, language
          from ${tableOf('given', rows, COLUMNS)}`);
        await set(DIGEST_KEY, digest);
        await record.run({
          at,
          by: by ?? null,
          action: 'inventory-replaced',
          message: null,
          entries: entries.length,
        });
        await forget();
        return true;
      }),
  };
}
