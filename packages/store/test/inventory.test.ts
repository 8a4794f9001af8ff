import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InventoryEntry, Store } from '../src/index.js';
import { listed, NOON, ON_POSTGRES, storeWithEsims } from './stores.js';
import { before } from './writing.js';

function entry(iccid: string, changes: Partial<InventoryEntry> = {}): InventoryEntry {
  return {
    iccid,
    label: null,
    email: null,
    costCentre: null,
    glCode: null,
    project: null,
    validFrom: null,
    ...changes,
  };
}

/** The address of an eSIM's traveller on a day; null when there is none. */
async function addressOf(store: Store, esim: number, on: string): Promise<string | null> {
  return (await before(store, [esim], on)).inventoryAddresses.get(esim) ?? null;
}

describe('the inventory', () => {
  it('is replaced as a whole, and only when it changed', async () => {
    const store = await storeWithEsims(1);
    const { inventory } = store;
    expect(await inventory.replace([entry('8944-e1', { email: 'a@x' })], 'one', NOON)).toBe(true);
    expect(await inventory.replace([], 'one', NOON)).toBe(false);
    expect(await addressOf(store, 1, '2026-03-10')).toBe('a@x');
    expect(await store.pages.inventoryReplaced()).toEqual({ at: NOON, by: null, entries: 1 });
    expect(await inventory.replace([], 'two', NOON + 60, 'anna')).toBe(true);
    expect(await addressOf(store, 1, '2026-03-10')).toBeNull();
    expect(await store.pages.inventoryReplaced()).toEqual({ at: NOON + 60, by: 'anna', entries: 0 });
  });

  it('reports mismatches on either side', async () => {
    const store = await storeWithEsims(2);
    await store.fleet.recordListed(
      { esims: [listed('e3', { iccid: null, status: 'NEW' })], rejected: [] },
      NOON,
    );
    const iccids = ['unknown', '8944-e1', 'none', 'unknown'];
    expect(await store.inventory.unknownAmong(iccids)).toEqual(['none', 'unknown']);
    expect((await store.inventory.listedWithout(iccids)).map((esim) => esim.esimId)).toEqual(['e2', 'e3']);
    expect([
      await store.inventory.unknownAmong([]),
      (await store.inventory.listedWithout([])).length,
    ]).toEqual([[], 3]);
  });

  it('applies the entry with the latest date not after the day, whatever the order of the file', async () => {
    const date = fc.constantFrom(null, '2025-12-31', '2026-01-01', '2026-02-28', '2026-03-10', '2027-01-01');
    const entries = fc.array(
      fc.record({ validFrom: date, email: fc.constantFrom(null, 'a@x', 'b@x', 'c@x') }),
    );
    await fc.assert(
      fc.asyncProperty(
        entries,
        fc.constantFrom('2025-06-01', '2026-01-01', '2026-03-09', '2030-01-01'),
        async (given, on) => {
          const store = await storeWithEsims(1);
          await store.inventory.replace(
            given.map((one) => entry('8944-e1', one)),
            'a',
            NOON,
          );
          const inForce = given
            .filter((one) => one.validFrom === null || one.validFrom <= on)
            .reduce<(typeof given)[number] | null>(
              (best, one) => (best === null || (one.validFrom ?? '') >= (best.validFrom ?? '') ? one : best),
              null,
            );
          expect(await addressOf(store, 1, on)).toBe(inForce?.email ?? null);
          await store.close();
        },
      ),
      { numRuns: ON_POSTGRES ? 10 : 30 },
    );
  });
});
