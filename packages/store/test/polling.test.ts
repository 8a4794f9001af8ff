import { expect, it } from 'vitest';
import { listed, NOON, storeWithEsims } from './stores.js';
import { remember } from './writing.js';

const memory = { polledAt: NOON, updatedAt: 5, movedAfter: NOON - 60, movedBy: NOON, bytesPerHour: 7 };

it('stores the polling state and the due time of an eSIM, each without the other', async () => {
  const store = await storeWithEsims(3);
  const { polling } = store;
  await polling.setDue(
    new Map([
      [1, NOON + 60],
      [2, NOON],
    ]),
  );
  expect(await polling.remembered([1, 2, 3, 99])).toEqual(
    new Map([1, 2, 3].map((esim) => [esim, { memory: null, updatedAt: null }])),
  );
  await remember(
    store,
    new Map([
      [1, memory],
      [3, memory],
    ]),
  );
  await remember(store, new Map([[3, { ...memory, updatedAt: null, bytesPerHour: null }]]));
  await polling.setDue(new Map([[1, NOON + 30]]));
  expect((await polling.remembered([1])).get(1)?.memory).toEqual(memory);
  expect((await polling.remembered([3])).get(3)?.memory).toEqual({
    ...memory,
    updatedAt: null,
    bytesPerHour: null,
  });
});

it('returns the due eSIMs that may be requested, by key and a page at a time', async () => {
  const store = await storeWithEsims(6);
  const { fleet, polling } = store;
  await polling.setDue(new Map([1, 2, 3, 4, 5].map((esim) => [esim, NOON - esim])));
  await fleet.recordListed(
    { esims: [listed('e3', { status: 'EXPIRED' }), listed('e4', { usageCheck: false })], rejected: [] },
    NOON,
  );
  const due = (at: number, page = { after: 0, limit: 10 }) =>
    polling.dueBy(at, { only: ['INSTALLED'] }, page);
  expect(await due(NOON)).toEqual([1, 2, 5]);
  expect(await due(NOON - 2)).toEqual([2, 5]);
  expect(await due(NOON, { after: 1, limit: 1 })).toEqual([2]);
  expect(await due(NOON - 6)).toEqual([]);
});

it('returns the current change mark of the list beside that at the last poll', async () => {
  const store = await storeWithEsims(1);
  const { fleet, polling } = store;
  await fleet.recordListed({ esims: [listed('e1', { updatedAt: NOON })], rejected: [] }, NOON);
  await remember(store, new Map([[1, memory]]));
  expect((await polling.remembered([1])).get(1)).toEqual({ memory, updatedAt: NOON });
});

it('forgets with the person', async () => {
  const store = await storeWithEsims(1);
  const { polling, upkeep } = store;
  await remember(store, new Map([[1, memory]]));
  await upkeep.forget('8944-e1', NOON);
  expect((await polling.remembered([1])).get(1)?.memory).toBeNull();
});
