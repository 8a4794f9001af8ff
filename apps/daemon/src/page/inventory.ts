import type { InventoryEntry } from '@roamwatch/store';
import {
  type EntryName,
  type Few,
  INVENTORY_FIELDS,
  type InventoryChange,
  type InventoryPreview,
  type InventorySource,
} from '@roamwatch/web';
import type { Context } from '../context.js';
import { InventoryError, readInventoryText } from '../inventory/index.js';
import type { AfterPoll } from './after-poll.js';

/** As many as a preview names. */
const NAMED = 20;

export function inventorySource(current: () => Context, afterPoll: AfterPoll): InventorySource {
  return {
    async inventory(query) {
      const ctx = current();
      const { pages } = ctx.store;
      const [page, withoutEntry, replaced] = await Promise.all([
        pages.inventory(query),
        afterPoll.get(ctx, 'without entry', () => pages.withoutEntry()),
        pages.inventoryReplaced(),
      ]);
      return { ...page, withoutEntry, file: ctx.config.inventory, replaced };
    },
    async preview(csv) {
      const ctx = current();
      try {
        const { entries, problems, warnings } = readInventoryText(csv, 'upload');
        const faults = [...problems, ...warnings].sort((one, other) => one.line - other.line);
        if (faults.length > 0) return { ...NOTHING, faults: few(faults) };
        return await effectsOf(ctx, entries);
      } catch (error) {
        if (!(error instanceof InventoryError) || error.fault === null) throw error;
        return { ...NOTHING, faults: few([{ line: null, fault: error.fault }]) };
      }
    },
  };
}

const NONE = { total: 0, first: [] };
const NOTHING: InventoryPreview = {
  faults: NONE,
  entries: 0,
  added: NONE,
  removed: NONE,
  changed: NONE,
  unknown: NONE,
};

function few<One>(all: readonly One[]): Few<One> {
  return { total: all.length, first: all.slice(0, NAMED) };
}

async function effectsOf({ store }: Context, entries: readonly InventoryEntry[]): Promise<InventoryPreview> {
  const before = new Map<string, InventoryEntry>();
  const known = new Set<string>();
  let after: string | null = null;
  do {
    const page = await store.pages.inventory({ search: '', seesAddresses: true, after, limit: 1_000 });
    for (const { status, ...entry } of page.rows) {
      before.set(keyOf(entry), entry);
      if (status !== null) known.add(entry.iccid);
    }
    after = page.next;
  } while (after !== null);

  const keys = new Set(entries.map(keyOf));
  const iccids = [...new Set(entries.map(({ iccid }) => iccid))].filter((iccid) => !known.has(iccid));
  const found = await Promise.all(iccids.map((iccid) => store.fleet.findByIccid(iccid)));
  return {
    ...NOTHING,
    entries: entries.length,
    added: few(entries.filter((entry) => !before.has(keyOf(entry))).map(nameOf)),
    removed: few([...before.values()].filter((entry) => !keys.has(keyOf(entry))).map(nameOf)),
    changed: few(entries.flatMap((entry) => changeOf(before.get(keyOf(entry)), entry))),
    unknown: few(iccids.filter((_, index) => found[index] === null)),
  };
}

function keyOf({ iccid, validFrom }: InventoryEntry): string {
  return `${iccid} ${validFrom ?? ''}`;
}

function nameOf({ iccid, label, validFrom }: InventoryEntry): EntryName {
  return { iccid, label, validFrom };
}

/** None or one: an entry that was there before, with what is different now. */
function changeOf(was: InventoryEntry | undefined, entry: InventoryEntry): readonly InventoryChange[] {
  if (was === undefined) return [];
  const fields = INVENTORY_FIELDS.map((field) => ({
    field,
    before: was[field] ?? null,
    after: entry[field] ?? null,
  })).filter((change) => change.before !== change.after);
  return fields.length === 0 ? [] : [{ ...nameOf(entry), fields }];
}
