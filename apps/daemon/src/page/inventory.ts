import type { InventoryEntry } from '@roamwatch/store';
import type { InventoryPreview, InventorySource } from '@roamwatch/web';
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
        if (faults.length > 0)
          return { ...NOTHING, faults: faults.slice(0, NAMED), faultsTotal: faults.length };
        return await effectsOf(ctx, entries);
      } catch (error) {
        if (!(error instanceof InventoryError) || error.fault === null) throw error;
        return { ...NOTHING, faults: [{ line: null, fault: error.fault }], faultsTotal: 1 };
      }
    },
  };
}

const NOTHING: InventoryPreview = {
  faults: [],
  faultsTotal: 0,
  entries: 0,
  added: 0,
  removed: 0,
  changed: [],
  changedTotal: 0,
  unknownIccids: [],
  unknownTotal: 0,
};

async function effectsOf({ store }: Context, entries: readonly InventoryEntry[]): Promise<InventoryPreview> {
  const before = new Map<string, string>();
  const known = new Set<string>();
  let after: string | null = null;
  do {
    const page = await store.pages.inventory({ search: '', seesAddresses: true, after, limit: 1_000 });
    for (const { status, ...entry } of page.rows) {
      before.set(keyOf(entry), textOf(entry));
      if (status !== null) known.add(entry.iccid);
    }
    after = page.next;
  } while (after !== null);

  const kept = entries.filter((entry) => before.has(keyOf(entry)));
  const changed = kept.filter((entry) => before.get(keyOf(entry)) !== textOf(entry));
  const iccids = [...new Set(entries.map(({ iccid }) => iccid))].filter((iccid) => !known.has(iccid));
  const found = await Promise.all(iccids.map((iccid) => store.fleet.findByIccid(iccid)));
  const unknown = iccids.filter((_, index) => found[index] === null);
  return {
    faults: [],
    faultsTotal: 0,
    entries: entries.length,
    added: entries.length - kept.length,
    removed: before.size - kept.length,
    changed: changed.slice(0, NAMED).map((entry) => ({
      iccid: entry.iccid,
      before: before.get(keyOf(entry)) ?? '',
      after: textOf(entry),
    })),
    changedTotal: changed.length,
    unknownIccids: unknown.slice(0, NAMED),
    unknownTotal: unknown.length,
  };
}

function keyOf({ iccid, validFrom }: InventoryEntry): string {
  return `${iccid} ${validFrom ?? ''}`;
}

function textOf({ label, email, costCentre, glCode, project, language }: InventoryEntry): string {
  return [label, email, costCentre, glCode, project, language].map((cell) => cell ?? '–').join(' · ');
}
