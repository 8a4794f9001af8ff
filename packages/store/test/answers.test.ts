import { describe, expect, it } from 'vitest';
import type { Store } from '../src/index.js';
import { listed, NOON, reading, storeWithEsims } from './stores.js';
import { answer, before, confirmReadings, heard, recordDays, recordFailure, saveEpoch } from './writing.js';

const HOUR = 3600;

async function storeThatKnows(fingerprint: string, quietUntil: number) {
  const store = await storeWithEsims(2);
  await answer(store, 1, NOON, { fingerprint, quietUntil, clockDueAt: quietUntil });
  const known = async () =>
    (await store.fleet.pollTargets({ only: ['INSTALLED'] })).map((target) => [
      target.fingerprint,
      target.quietUntil,
    ]);
  return { store, known };
}

describe('answers that are remembered', () => {
  it('come with the eSIMs that are polled next', async () => {
    const { known } = await storeThatKnows('abc', NOON + HOUR);
    expect(await known()).toEqual([
      ['abc', NOON + HOUR],
      [null, null],
    ]);
  });

  it.each<[string, (store: Store) => Promise<unknown>]>([
    ['the rules change', ({ alerts }) => alerts.useRules([])],
    [
      'the list says something new',
      ({ fleet }) =>
        fleet.recordListed({ esims: [listed('e1', { unlimited: true })], rejected: [] }, NOON + 1),
    ],
    ['a call fails', (store) => recordFailure(store, 1, NOON + 1, 'timeout')],
    [
      'a package begins',
      (store) =>
        saveEpoch(store, 1, {
          ...{ number: 2, startedAt: NOON, changes: ['history-row-added'], allowanceBytes: null },
          ...{ packageEndsAt: null, endSince: 2, historyRows: 2 },
        }),
    ],
  ])('are evaluated again once %s', async (_, happen) => {
    const { store, known } = await storeThatKnows('abc', NOON + HOUR);
    await happen(store);
    expect((await known())[0]?.[1]).toBeNull();
  });

  it('are still fresh readings when they come again: later, and the end of failures', async () => {
    const { store } = await storeThatKnows('abc', NOON + HOUR);
    await heard(store, 1, reading(NOON, 500));
    await recordFailure(store, 1, NOON + 1, 'timeout');
    await confirmReadings(store, new Map([[1, NOON + 2]]));
    const [facts] = await store.fleet.facts([1], NOON + 2);
    expect(facts).toMatchObject({
      fresh: true,
      failingSince: null,
      reading: { at: NOON + 2, remainingBytes: 500 },
    });
    expect(await store.fleet.failing(10)).toEqual([]);
    await confirmReadings(store, new Map());
  });
});

describe('failures', () => {
  it('are remembered with since when, how often, and the last reason', async () => {
    const store = await storeWithEsims(2);
    const { fleet } = store;
    await recordFailure(store, 2, NOON, 'timeout');
    await recordFailure(store, 1, NOON + 1, 'unreadable');
    await recordFailure(store, 2, NOON + 2, 'unavailable');
    expect(await fleet.failing(10)).toEqual([
      { esimId: 'e2', iccid: '8944-e2', since: NOON, times: 2, reason: 'unavailable' },
      { esimId: 'e1', iccid: '8944-e1', since: NOON + 1, times: 1, reason: 'unreadable' },
    ]);
    expect(await fleet.failing(1)).toHaveLength(1);
    expect(await fleet.failureOf(2)).toEqual({ since: NOON, times: 2, reason: 'unavailable' });

    await heard(store, 2, reading(NOON + 3, 500));
    await recordFailure(store, 2, NOON + 4, 'timeout');
    expect((await fleet.failing(10)).at(-1)).toMatchObject({ since: NOON + 4, times: 1 });
    await heard(store, 2, reading(NOON + 5, 500));
    expect(await fleet.failureOf(2)).toBeNull();
  });
});

describe('a decision about answers', () => {
  it('is given the places that eSIMs were seen in where it needs them', async () => {
    const store = await storeWithEsims(1);
    await recordDays(store, 1, [{ date: '2026-03-10', location: 'France', usedBytes: 1 }], NOON);
    const placesGiven = async (places: boolean) =>
      (await before(store, [1], null, places)).facts.get(1)?.knownLocations;
    expect(await placesGiven(true)).toEqual(['France']);
    expect(await placesGiven(false)).toEqual([]);
  });
});
