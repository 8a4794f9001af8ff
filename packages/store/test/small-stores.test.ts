import { describe, expect, it } from 'vitest';
import { freshStore, NOON, purchase, storeWithEsims } from './stores.js';
import { packagesOf, reject } from './writing.js';

describe('cycles', () => {
  it('have a last good one, and failures since', async () => {
    const store = await freshStore();
    const { cycles } = store;
    const failures = async () => {
      let failed = 0;
      await store.alerts.ofProvider(NOON, ({ failedPolls }) => {
        failed = failedPolls;
        return null;
      });
      return failed;
    };
    const end = async (at: number, error: string | null) =>
      cycles.finish(await cycles.begin(at), at + 5, { listed: 1 }, error);
    expect([await cycles.lastGoodAt(), await failures()]).toEqual([null, 0]);
    await end(NOON, 'timeout');
    await end(NOON + 10, null);
    expect([await cycles.lastGoodAt(), await failures()]).toEqual([NOON + 15, 0]);
    await end(NOON + 20, 'timeout');
    await cycles.begin(NOON + 30);
    await end(NOON + 40, 'refused');
    expect([await cycles.lastGoodAt(), await failures()]).toEqual([NOON + 15, 2]);
    expect(await cycles.lastGoodBegunAt()).toBe(NOON + 10);
  });
});

describe('settings', () => {
  it('keep JSON values, and show null for values never set', async () => {
    const { settings } = await freshStore();
    expect(await settings.get('units')).toBeUndefined();
    await settings.set('units', { allowance: 'MB', seen: [1, null] });
    await settings.set('units', { allowance: 'KB', "it's": 'ü' });
    expect(await settings.get('units')).toEqual({ allowance: 'KB', "it's": 'ü' });
    await settings.set('units', null);
    expect(await settings.get('units')).toBeNull();
  });
});

describe('silences', () => {
  it('apply until their end, or until they are ended', async () => {
    const { silences } = await freshStore();
    const id = await silences.add({
      matcher: 'label=Anna*',
      comment: '',
      createdAt: NOON,
      endsAt: NOON + 60,
    });
    expect((await silences.active(NOON + 59)).map((one) => one.id)).toEqual([id]);
    expect(await silences.active(NOON + 60)).toEqual([]);
    expect(await silences.end(id, NOON + 30, 'bert')).toBe(true);
    expect(await silences.end(id, NOON + 31)).toBe(false);
    expect(await silences.end(99, NOON)).toBe(false);
    expect(await silences.active(NOON + 30)).toEqual([]);
    expect(await silences.all()).toEqual([
      expect.objectContaining({ id, endsAt: NOON + 30, endedBy: 'bert' }),
    ]);
  });
});

describe('rejected data', () => {
  it('is kept once, with its times and count, also where the eSIM is not known', async () => {
    const store = await storeWithEsims(1);
    const { rejected } = store;
    const row = { what: 'daily-row', reason: 'usage is negative', sample: '{"usage":-5}' } as const;
    await reject(store, 1, [row, row], NOON);
    await store.fleet.recordListed({ esims: [], rejected: [row] }, NOON + 5);
    await reject(store, 1, [row], NOON + 9);
    await reject(store, 1, [], NOON + 10);
    expect(await rejected.list(9)).toEqual([
      { ...row, iccid: '8944-e1', firstAt: NOON, lastAt: NOON + 9, times: 3 },
      { ...row, iccid: null, firstAt: NOON + 5, lastAt: NOON + 5, times: 1 },
    ]);
    expect(await rejected.list(1)).toHaveLength(1);
  });

  it('are listed by kind and reason, with the newest example', async () => {
    const store = await storeWithEsims(2);
    const { rejected } = store;
    const row = (sample: string) => ({ what: 'daily-row', reason: 'usage is negative', sample }) as const;
    const entry = { what: 'esim', reason: 'neither id nor ICCID', sample: '{}' } as const;
    await reject(store, 1, [row('old'), row('older')], NOON);
    await reject(store, 2, [row('new')], NOON + 5);
    await store.fleet.recordListed({ esims: [], rejected: [entry] }, NOON + 9);
    expect(await rejected.kinds(0)).toEqual([
      { ...entry, esims: 0, times: 1, firstAt: NOON + 9, lastAt: NOON + 9 },
      { ...row('new'), esims: 2, times: 3, firstAt: NOON, lastAt: NOON + 5 },
    ]);
    expect(await rejected.kinds(NOON + 6)).toHaveLength(1);
  });
});

describe('purchases', () => {
  it('never vanish, and change in place', async () => {
    const store = await storeWithEsims(1);
    const { purchases } = store;
    await purchases.record(
      1,
      { purchases: [purchase('p1'), purchase('p1'), purchase('p2', { purchasedAt: null })], rejected: [] },
      NOON,
    );
    await purchases.record(1, { purchases: [purchase('p1', { price: '9.99' })], rejected: [] }, NOON + 1);
    await purchases.record(1, { purchases: [], rejected: [] }, NOON + 2);
    expect(await packagesOf(store, 1)).toHaveLength(3);
  });
});
