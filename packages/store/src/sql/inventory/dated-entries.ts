import type { LanguageCode } from '@roamwatch/core';
import { type Day, FIRST_DAY, NO_DAY, toDay } from '../../schema/day.js';
import type { InventoryEntry } from '../../stores/inventory-store.js';

/** An entry with the days it applies to, the last one exclusive. */
export interface DatedEntry extends Omit<InventoryEntry, 'validFrom' | 'language'> {
  readonly language: LanguageCode | null;
  readonly from: Day;
  readonly until: Day;
}

/** Each entry applies until the next one of its ICCID begins. */
export function dated(entries: readonly InventoryEntry[]): readonly DatedEntry[] {
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
