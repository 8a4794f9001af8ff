import type { CalendarDate, RowStream, UsageRow } from '@roamwatch/core';

/** The closed rows of these days, as often as they were closed and corrected, the first time first. */
export type ClosedUsageOf = (
  days: readonly { readonly esimId: string; readonly usageDate: CalendarDate }[],
) => Promise<readonly UsageRow[]>;

/**
 * The corrections that make closed rows true now: signed rows under their own usage date,
 * charged to the assignment that was charged before. Missing is never 0: a row that was closed and no longer exists
 * is no correction, and a late row of 0 bytes is one. `present` has each eSIM, day and place once.
 */
export async function* usageCorrections(
  closedOf: ClosedUsageOf,
  present: RowStream<UsageRow>,
): AsyncGenerator<readonly UsageRow[]> {
  for await (const rows of present) {
    const charged = chargedByDay(await closedOf(rows));
    const corrected: UsageRow[] = [];
    for (const row of rows) {
      const before = charged.get(dayAndPlace(row));
      const usedBytes = row.usedBytes - (before?.usedBytes ?? 0);
      if (before === undefined || usedBytes !== 0) {
        corrected.push(correction(row, before?.first ?? row, usedBytes));
      }
    }
    yield corrected;
  }
}

function correction(row: UsageRow, charged: UsageRow, usedBytes: number): UsageRow {
  return {
    ...charged,
    iccid: row.iccid,
    usedBytes,
    quality: row.quality,
    firstSeenAt: row.firstSeenAt,
    lastChangedAt: row.lastChangedAt,
    chargeClass: 'Correction',
  };
}

interface Charged {
  usedBytes: number;
  /** The row it was charged with at first. */
  readonly first: UsageRow;
}

function chargedByDay(closed: readonly UsageRow[]): ReadonlyMap<string, Charged> {
  const charged = new Map<string, Charged>();
  for (const row of closed) {
    const key = dayAndPlace(row);
    const before = charged.get(key);
    if (before === undefined) charged.set(key, { usedBytes: row.usedBytes, first: row });
    else before.usedBytes = addedUp(before.usedBytes, row.usedBytes);
  }
  return charged;
}

/** At most what is exact, as the stored day is added up once its places are erased. */
function addedUp(one: number, other: number): number {
  return Math.min(one + other, Number.MAX_SAFE_INTEGER);
}

function dayAndPlace(row: UsageRow): string {
  return `${row.esimId}\0${row.usageDate}\0${row.location}`;
}
