import { describe, expect, it } from 'vitest';
import { freshStore, listed, NOON, openAlert, storeWithEsims } from './stores.js';

describe('the fleet', () => {
  it('keeps an eSIM that has no ICCID yet, and its row when one comes', () => {
    const { fleet } = freshStore();
    fleet.recordListed([listed('e1', { iccid: null, status: 'NEW' })], NOON);
    expect(fleet.pollTargets(['NEW'])).toEqual([]);
    fleet.recordListed([listed('e1', { iccid: '8944', status: 'READY' })], NOON + 1);
    expect(fleet.pollTargets(['READY'])).toEqual([
      {
        ...{ esim: 1, esimId: 'e1', iccid: '8944', status: 'READY', unlimited: false, epoch: null },
        ...{ fingerprint: null, quietUntil: null, remainingBytes: null },
      },
    ]);
    fleet.recordListed([listed('e1', { iccid: null, status: 'EXPIRED' })], NOON + 2);
    expect(fleet.findByIccid(' 8944 ')).toBe(1);
  });

  it('follows an ICCID that moves to another eSIM, and back', () => {
    const { fleet } = storeWithEsims(1);
    fleet.recordListed([listed('e2', { iccid: '8944-e1' })], NOON + 1);
    expect(fleet.findByIccid('8944-e1')).toBe(2);
    expect(fleet.pollTargets(['INSTALLED']).map((target) => target.esimId)).toEqual(['e2']);
    fleet.recordListed([listed('e1')], NOON + 2);
    expect(fleet.findByIccid('8944-e1')).toBe(1);
  });

  it('survives a list that names one ICCID twice: it is asked for once', () => {
    const { fleet } = freshStore();
    const twice = [
      listed('e1', { iccid: '8944' }),
      listed('e2', { iccid: '8944' }),
      listed('e1', { iccid: '8944' }),
    ];
    fleet.recordListed(twice, NOON);
    fleet.recordListed(twice, NOON + 1);
    expect(fleet.pollTargets(['INSTALLED'])).toHaveLength(1);
  });

  it('survives ICCIDs that are swapped', () => {
    const { fleet } = storeWithEsims(2);
    fleet.recordListed([listed('e1', { iccid: '8944-e2' }), listed('e2', { iccid: '8944-e1' })], NOON + 1);
    expect(fleet.pollTargets(['INSTALLED']).map((target) => target.iccid)).toEqual(['8944-e2', '8944-e1']);
  });

  it('is looked up in pages that together are the whole', () => {
    const { fleet } = storeWithEsims(7);
    const esims = ['INSTALLED'];
    const pages = [0, 3, 6, 7].map((after) => fleet.pollTargets(esims, { after, limit: 3 }));
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1, 0]);
    expect(pages.flat()).toEqual(fleet.pollTargets(esims));
    expect([fleet.countPollTargets(esims), fleet.countPollTargets(['READY'])]).toEqual([7, 0]);
  });

  it('marks what left the list, and takes the mark back', () => {
    const { fleet } = storeWithEsims(3);
    fleet.recordListed([listed('e2')], NOON + 100);
    expect(fleet.markLeft(NOON + 100, NOON + 101)).toBe(2);
    expect(fleet.markLeft(NOON + 100, NOON + 102)).toBe(0);
    expect(fleet.countByStatus()).toEqual(new Map([['INSTALLED', 1]]));
    expect(fleet.facts([1], NOON)[0]?.leftListAt).toBe(NOON + 101);
    fleet.recordListed([listed('e1')], NOON + 200);
    expect(fleet.facts([1], NOON)[0]?.leftListAt).toBeNull();
  });

  it('marks what left although a wrong clock once listed it in the future', () => {
    const { fleet } = freshStore();
    fleet.recordListed([listed('e1'), listed('e2')], NOON + 9_000_000);
    fleet.recordListed([listed('e1')], NOON);
    expect(fleet.markLeft(NOON, NOON + 60)).toBe(1);
    expect(fleet.facts([2], NOON)[0]?.leftListAt).toBe(NOON + 60);
  });

  it('asks only for what can be asked', () => {
    const { fleet } = freshStore();
    fleet.recordListed(
      [
        listed('e1'),
        listed('e2', { usageCheck: false }),
        listed('e3', { status: 'EXPIRED' }),
        listed('e4', { status: 'SOME NEW ONE' }),
      ],
      NOON,
    );
    expect(fleet.pollTargets(['INSTALLED', 'SOME NEW ONE']).map((target) => target.esim)).toEqual([1, 4]);
    expect(fleet.pollTargets([])).toEqual([]);
  });

  it('gives facts with the inventory entry in force and the places seen', () => {
    const { fleet, inventory, usage } = storeWithEsims(2);
    const entry = { email: null, costCentre: 'c', glCode: null, project: 'p' };
    inventory.replace(
      [
        { ...entry, iccid: '8944-e1', label: 'Anna', validFrom: null },
        { ...entry, iccid: '8944-e1', label: 'Ben', validFrom: '2026-03-11' },
      ],
      'a',
      NOON,
    );
    usage.recordDays(1, [{ date: '2026-03-10', location: 'France', usedBytes: 1 }], NOON);
    usage.recordDays(1, [{ date: '2026-03-10', location: '', usedBytes: 1 }], NOON);
    const [anna, nobody] = fleet.facts([2, 1], NOON);
    expect(anna).toMatchObject({
      esim: 1,
      label: 'Anna',
      costCentre: 'c',
      project: 'p',
      knownLocations: ['France'],
    });
    expect(nobody).toMatchObject({ esim: 2, label: null, reading: null, fresh: false, epoch: null });
    expect(fleet.facts([1], NOON + 86_400)[0]?.label).toBe('Ben');
    expect(fleet.facts([], NOON)).toEqual([]);
  });

  it('keeps the running epoch', () => {
    const { fleet } = storeWithEsims(1);
    const epoch = {
      number: 3,
      startedAt: NOON,
      changes: ['allowance-changed', 'end-moved-later'] as const,
      allowanceBytes: 5,
      packageEndsAt: null,
      endSince: 2,
      historyRows: 2,
    };
    fleet.saveEpoch(1, epoch);
    expect(fleet.facts([1], NOON)[0]?.epoch).toEqual(epoch);
    expect(fleet.pollTargets(['INSTALLED'])[0]?.epoch).toEqual(epoch);
  });

  it('lists whom the clock must judge: those whose instant has come, and those nobody has judged yet', () => {
    const { fleet } = storeWithEsims(3);
    fleet.setClockDue(
      new Map([
        [1, NOON + 10],
        [2, NOON + 99],
      ]),
    );
    expect(fleet.dueByClock(NOON)).toEqual([3]);
    expect(fleet.dueByClock(NOON + 10)).toEqual([1, 3]);
    fleet.forgetClock();
    expect(fleet.dueByClock(NOON)).toEqual([1, 2, 3]);
  });

  it('has the clock judge an eSIM anew when the list says something else of it, or no longer names it', () => {
    const store = storeWithEsims(4);
    openAlert(store, 2);
    store.fleet.setClockDue(new Map([1, 2, 3, 4].map((esim) => [esim, NOON + 999])));
    store.fleet.recordListed([listed('e1'), listed('e3', { status: 'EXPIRED' })], NOON + 100);
    store.fleet.markLeft(NOON + 100, NOON + 100);
    expect(store.fleet.dueByClock(NOON + 100)).toEqual([2, 3]);
  });
});
