import { expect, it } from 'vitest';
import { listed, NOON, storeWithEsims } from './stores.js';

const memory = { askedAt: NOON, updatedAt: 5, movedAfter: NOON - 60, movedBy: NOON, bytesPerHour: 7 };

it('remembers what asking taught, and when an eSIM is due, each without the other', () => {
  const { polling } = storeWithEsims(3);
  polling.setDue(
    new Map([
      [1, NOON + 60],
      [2, NOON],
    ]),
  );
  expect(polling.remembered([1, 2, 3, 99])).toEqual(
    new Map([1, 2, 3].map((esim) => [esim, { memory: null, updatedAt: null }])),
  );
  polling.remember(
    new Map([
      [1, memory],
      [3, memory],
    ]),
  );
  polling.remember(new Map([[3, { ...memory, updatedAt: null, bytesPerHour: null }]]));
  polling.setDue(new Map([[1, NOON + 30]]));
  expect(polling.remembered([1]).get(1)?.memory).toEqual(memory);
  expect(polling.remembered([3]).get(3)?.memory).toEqual({ ...memory, updatedAt: null, bytesPerHour: null });
});

it('gives who is due, of those that may be asked, by key and a page at a time', () => {
  const { fleet, polling } = storeWithEsims(6);
  polling.setDue(new Map([1, 2, 3, 4, 5].map((esim) => [esim, NOON - esim])));
  fleet.recordListed([listed('e3', { status: 'EXPIRED' }), listed('e4', { usageCheck: false })], NOON);
  const due = (at: number, page = { after: 0, limit: 10 }) => polling.dueBy(at, ['INSTALLED'], page);
  expect(due(NOON)).toEqual([1, 2, 5]);
  expect(due(NOON - 2)).toEqual([2, 5]);
  expect(due(NOON, { after: 1, limit: 1 })).toEqual([2]);
  expect(due(NOON - 6)).toEqual([]);
});

it('gives what the list says of a change beside what it said when the eSIM was asked', () => {
  const { fleet, polling } = storeWithEsims(1);
  fleet.recordListed([listed('e1', { updatedAt: NOON })], NOON);
  polling.remember(new Map([[1, memory]]));
  expect(polling.remembered([1]).get(1)).toEqual({ memory, updatedAt: NOON });
});

it('forgets with the person', () => {
  const { polling, upkeep } = storeWithEsims(1);
  polling.remember(new Map([[1, memory]]));
  upkeep.forget('8944-e1', NOON);
  expect(polling.remembered([1]).get(1)?.memory).toBeNull();
});
