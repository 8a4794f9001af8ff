import { describe, expect, it } from 'vitest';
import { freshStore, listAlone, listed, NOON, openAlert, storeWithEsims } from './stores.js';
import { dueByClock, recordDays, saveEpoch, setClockDue } from './writing.js';

describe('the fleet', () => {
  it('keeps an eSIM that has no ICCID yet, and its row when one comes', async () => {
    const { fleet } = await freshStore();
    await fleet.recordListed({ esims: [listed('e1', { iccid: null, status: 'NEW' })], rejected: [] }, NOON);
    expect(await fleet.pollTargets({ only: ['NEW'] })).toEqual([]);
    await fleet.recordListed(
      { esims: [listed('e1', { iccid: '8944', status: 'READY' })], rejected: [] },
      NOON + 1,
    );
    expect(await fleet.pollTargets({ only: ['READY'] })).toEqual([
      {
        ...{ esim: 1, esimId: 'e1', iccid: '8944', status: 'READY', unlimited: false, epoch: null },
        ...{ fingerprint: null, quietUntil: null, daysDigest: null, reading: null },
      },
    ]);
    await fleet.recordListed(
      { esims: [listed('e1', { iccid: null, status: 'EXPIRED' })], rejected: [] },
      NOON + 2,
    );
    expect(await fleet.findByIccid(' 8944 ')).toBe(1);
  });

  it('survives a list that names one ICCID twice: it is requested once', async () => {
    const { fleet } = await freshStore();
    const twice = [
      listed('e1', { iccid: '8944' }),
      listed('e2', { iccid: '8944' }),
      listed('e1', { iccid: '8944' }),
    ];
    await fleet.recordListed({ esims: twice, rejected: [] }, NOON);
    await fleet.recordListed({ esims: twice, rejected: [] }, NOON + 1);
    expect(await fleet.pollTargets({ only: ['INSTALLED'] })).toHaveLength(1);
  });

  it('is looked up in pages that together are the whole', async () => {
    const store = await storeWithEsims(7);
    const { fleet } = store;
    const esims = { only: ['INSTALLED'] };
    const pages = await Promise.all(
      [0, 3, 6, 7].map((after) => fleet.pollTargets(esims, { after, limit: 3 })),
    );
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1, 0]);
    expect(pages.flat()).toEqual(await fleet.pollTargets(esims));
    expect([await fleet.countPollTargets(esims), await fleet.countPollTargets({ only: ['READY'] })]).toEqual([
      7, 0,
    ]);
  });

  it('marks eSIMs that left the list, and takes the mark back', async () => {
    const store = await storeWithEsims(3);
    const { fleet } = store;
    const known = new Set(await fleet.recordListed({ esims: [listed('e2')], rejected: [] }, NOON + 100));
    const missing = await fleet.unlisted(known, NOON + 100, NOON + 100);
    expect([missing, await fleet.iccidsOf(missing, 1)]).toEqual([[1, 3], ['8944-e1']]);
    expect(await fleet.listedBefore(NOON + 100, missing)).toEqual({ known: 3, missing: 2 });
    expect(await fleet.markLeft(missing, NOON + 101)).toBe(2);
    expect(await fleet.markLeft(missing, NOON + 102)).toBe(0);
    expect(await fleet.unlisted(known, NOON + 100, NOON + 102)).toEqual([]);
    expect(await fleet.countByStatus()).toEqual(new Map([['INSTALLED', 1]]));
    expect((await fleet.facts([1], NOON))[0]?.leftListAt).toBe(NOON + 101);
    await fleet.recordListed({ esims: [listed('e1')], rejected: [] }, NOON + 200);
    expect((await fleet.facts([1], NOON))[0]?.leftListAt).toBeNull();
  });

  it('misses nothing that another listing added while this one was read', async () => {
    const { fleet } = await freshStore();
    await fleet.recordListed({ esims: [listed('e1'), listed('e2')], rejected: [] }, NOON);
    const known = new Set(await fleet.recordListed({ esims: [listed('e1')], rejected: [] }, NOON + 61));
    await fleet.recordListed({ esims: [listed('e3')], rejected: [] }, NOON + 62);
    expect(await fleet.unlisted(known, NOON + 60, NOON + 63)).toEqual([2]);
    expect(await fleet.unlisted(known, NOON + 120, NOON + 123)).toEqual([2, 3]);
  });

  it('marks an eSIM that left although a wrong clock once listed it in the future', async () => {
    const { fleet } = await freshStore();
    await fleet.recordListed({ esims: [listed('e1'), listed('e2')], rejected: [] }, NOON + 9_000_000);
    expect(await listAlone({ fleet }, [listed('e1')], NOON)).toBe(1);
    expect((await fleet.facts([2], NOON))[0]?.leftListAt).toBe(NOON);
  });

  it('gives only eSIMs whose usage can be requested', async () => {
    const { fleet } = await freshStore();
    await fleet.recordListed(
      {
        esims: [
          listed('e1'),
          listed('e2', { usageCheck: false }),
          listed('e3', { status: 'EXPIRED' }),
          listed('e4', { status: 'SOME NEW ONE' }),
        ],
        rejected: [],
      },
      NOON,
    );
    expect(
      (await fleet.pollTargets({ only: ['INSTALLED', 'SOME NEW ONE'] })).map((target) => target.esim),
    ).toEqual([1, 4]);
    expect(await fleet.pollTargets({ only: [] })).toEqual([]);
  });

  it('gives facts with the current inventory entry and the places seen', async () => {
    const store = await storeWithEsims(2);
    const { fleet, inventory } = store;
    const entry = { email: null, costCentre: 'c', glCode: null, project: 'p' };
    await inventory.replace(
      [
        { ...entry, iccid: '8944-e1', label: 'Anna', validFrom: null },
        { ...entry, iccid: '8944-e1', label: 'Ben', validFrom: '2026-03-11' },
      ],
      'a',
      NOON,
    );
    await recordDays(store, 1, [{ date: '2026-03-10', location: 'France', usedBytes: 1 }], NOON);
    await recordDays(store, 1, [{ date: '2026-03-10', location: '', usedBytes: 1 }], NOON);
    const [anna, nobody] = await fleet.facts([2, 1], NOON);
    expect(anna).toMatchObject({
      esim: 1,
      label: 'Anna',
      costCentre: 'c',
      project: 'p',
      knownLocations: ['France'],
    });
    expect(nobody).toMatchObject({ esim: 2, label: null, reading: null, fresh: false, epoch: null });
    expect((await fleet.facts([1], NOON + 86_400))[0]?.label).toBe('Ben');
    expect(await fleet.facts([], NOON)).toEqual([]);
  });

  it('keeps the running epoch', async () => {
    const store = await storeWithEsims(1);
    const { fleet } = store;
    const epoch = {
      number: 3,
      startedAt: NOON,
      changes: ['allowance-changed', 'end-moved-later'] as const,
      allowanceBytes: 5,
      packageEndsAt: null,
      endSince: 2,
      historyRows: 2,
    };
    await saveEpoch(store, 1, epoch);
    expect((await fleet.facts([1], NOON))[0]?.epoch).toEqual(epoch);
    expect((await fleet.pollTargets({ only: ['INSTALLED'] }))[0]?.epoch).toEqual(epoch);
  });

  it('is evaluated by the clock once its instant has come, or when it never was', async () => {
    const store = await storeWithEsims(3);
    await setClockDue(
      store,
      NOON,
      new Map([
        [1, NOON + 10],
        [2, NOON + 99],
      ]),
    );
    expect(await dueByClock(store, NOON)).toEqual([3]);
    expect(await dueByClock(store, NOON + 10)).toEqual([1, 3]);
    await store.alerts.useRules([]);
    expect(await dueByClock(store, NOON)).toEqual([1, 2, 3]);
  });

  it('is evaluated by the clock again when its list entry changes, or no longer names it', async () => {
    const store = await storeWithEsims(4);
    await openAlert(store, 2);
    await setClockDue(store, NOON, new Map([1, 2, 3, 4].map((esim) => [esim, NOON + 999])));
    await listAlone(store, [listed('e1'), listed('e3', { status: 'EXPIRED' })], NOON + 100);
    expect(await dueByClock(store, NOON + 100)).toEqual([2, 3]);
  });
});
