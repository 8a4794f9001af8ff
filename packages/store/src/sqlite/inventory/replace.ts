import type { LanguageCode } from '@roamwatch/core';
import { type Day, FIRST_DAY, NO_DAY, toDay } from '../../schema/day.js';
import { erasedEntryDigest } from '../../sql/inventory/erased-entry.js';
import type { InventoryEntry, InventoryStore } from '../../stores/inventory-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { forgetClock } from '../fleet/clock-due.js';
import { recordAction } from '../operators/record-action.js';
import { getSetting, setSetting } from '../settings/settings-store.js';

const DIGEST_KEY = 'inventory.digest';

/** An entry with the days it is in force, the last one exclusive. */
interface DatedEntry extends Omit<InventoryEntry, 'validFrom' | 'language'> {
  readonly language: LanguageCode | null;
  readonly from: Day;
  readonly until: Day;
}

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

/** Each entry is in force until the next one of its ICCID begins. */
function dated(entries: readonly InventoryEntry[]): readonly DatedEntry[] {
  const byKey = new Map<string, Omit<DatedEntry, 'until'>>();
  for (const { validFrom, language = null, ...entry } of entries) {
    const iccid = entry.iccid.trim();
    const from = validFrom === null ? FIRST_DAY : toDay(validFrom);
    byKey.set(`${iccid} ${from}`, { ...entry, language, iccid, from });
  }
  const ordered = [...byKey.values()].sort((a, b) => compare(a.iccid, b.iccid) || a.from - b.from);
  return ordered.map((entry, index) => {
    const next = ordered[index + 1];
    return { ...entry, until: next?.iccid === entry.iccid ? next.from : NO_DAY };
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
