import type { BalanceEvent, PushMark } from '@roamwatch/core';
import { decideBalance } from '@roamwatch/core';
import { expect, it } from 'vitest';
import { listed, NOON, storeWithEsims } from './stores.js';

const MINUTE = 60;

const mark: PushMark = {
  eventAt: NOON - 5,
  receivedAt: NOON,
  seen: ['a', 'b'],
  told: { at: NOON - 5, allowanceBytes: 100, remainingBytes: -1, endsAt: null, reaches: true },
  dueAt: NOON,
  hastenedAt: NOON,
  heldUntil: null,
};

const ALL = { allBut: [] };

type Store = Awaited<ReturnType<typeof storeWithEsims>>;

const put = (
  store: Store,
  marks: readonly (readonly [number, PushMark])[],
  due = new Map<number, number>(),
) =>
  store.push.record(
    marks.map(([esim]) => esim),
    NOON,
    () => ({ marks: new Map(marks), due, outcomes: [] }),
  );

it('finds the eSIM of an event by ICCID, by eSIM id, and where only the check digit differs', async () => {
  const store = await storeWithEsims(2);
  const iccid = '894450070420100110';
  await store.fleet.recordListed({ esims: [listed('e1', { iccid })], rejected: [] }, NOON);
  const names = (of: string | null, esimId: string | null = null) => ({ iccid: of, esimId });
  expect(
    await store.push.identify([
      names(iccid),
      names(null, 'e2'),
      names('8900000000000000000', 'e1'),
      names(`${iccid}1`),
      names('8900000000000000000'),
      names(null, 'nobody'),
    ]),
  ).toEqual([1, 2, 1, 1, null, null]);
  expect(await store.push.identify([])).toEqual([]);
});

it('keeps one mark an eSIM, which decisions and the plan see', async () => {
  const store = await storeWithEsims(2);
  await put(store, [[1, mark]]);
  const next = { ...mark, told: null, dueAt: null, hastenedAt: null, seen: [] };
  expect((await store.polling.remembered([1, 2])).get(1)?.push).toEqual(mark);
  await store.push.record([1, 2], NOON, (before) => {
    expect([...before.facts.keys()]).toEqual([1, 2]);
    expect(before.remembered.get(1)?.push).toEqual(mark);
    expect(before.remembered.get(2)?.push).toBeUndefined();
    return { marks: new Map([[1, next]]), due: new Map([[1, NOON + 9]]), outcomes: [] };
  });
  expect((await store.polling.remembered([1])).get(1)?.push).toEqual(next);
  expect(await store.polling.dueBy(NOON + 9, ALL, { after: 0, limit: 9 })).toEqual([1]);
});

it('gives due eSIMs to one process, and keeps those due that had another event meanwhile', async () => {
  const store = await storeWithEsims(3);
  const { push } = store;
  await put(store, [
    [1, { ...mark, dueAt: NOON - 1 }],
    [2, mark],
    [3, { ...mark, dueAt: NOON + 1 }],
  ]);
  expect(await push.dueBy(NOON, ALL, 9)).toEqual([1, 2]);
  expect(await push.dueBy(NOON, ALL, 1)).toEqual([1]);
  expect(await push.dueBy(NOON, { only: ['EXPIRED'] }, 9)).toEqual([]);

  const until = NOON + 2 * MINUTE;
  expect([...(await push.hold([1, 2], NOON, until))].sort()).toEqual([1, 2]);
  expect(await push.hold([1, 2], NOON + 1, until + 1)).toEqual([]);
  expect(await push.dueBy(NOON, ALL, 9)).toEqual([]);
  expect((await store.polling.remembered([1])).get(1)?.push?.heldUntil).toBe(until);
  await put(store, [[2, { ...mark, eventAt: NOON, dueAt: NOON }]]);
  await push.settle([1, 2], until);
  expect(await push.dueBy(NOON, ALL, 9)).toEqual([2]);
  expect((await store.polling.remembered([1])).get(1)?.push).toMatchObject({ dueAt: null, hastenedAt: NOON });
});

it('gives to another process eSIMs that were held and never polled', async () => {
  const store = await storeWithEsims(1);
  await put(store, [[1, mark]]);
  await store.push.hold([1], NOON, NOON + MINUTE);
  expect(await store.push.dueBy(NOON + MINUTE, ALL, 9)).toEqual([1]);
  expect(await store.push.hold([1], NOON + MINUTE, NOON + 3 * MINUTE)).toEqual([1]);
  await store.push.settle([1], NOON + MINUTE);
  expect(await store.push.dueBy(NOON + 3 * MINUTE, ALL, 9)).toEqual([1]);
});

it('counts a rejected event once, with its number of arrivals', async () => {
  const store = await storeWithEsims(1);
  const unsigned = { what: 'event', reason: 'the signature does not match', sample: '', times: 700 } as const;
  await store.push.reject([unsigned], NOON);
  await store.push.reject([{ ...unsigned, times: 1 }], NOON + 1);
  expect(await store.rejected.list(9)).toMatchObject([{ what: 'event', times: 701, lastAt: NOON + 1 }]);
});

it('forgets with the person', async () => {
  const store = await storeWithEsims(2);
  await store.fleet.recordListed(
    { esims: [listed('e1', { iccid: '8944500704201001101' })], rejected: [] },
    NOON,
  );
  await put(store, [[1, mark]]);
  await store.upkeep.forget('8944500704201001101', NOON);
  expect((await store.polling.remembered([1])).get(1)?.push).toBeUndefined();
});

it('keeps one alert about the account, with the last event in the same transaction', async () => {
  const store = await storeWithEsims(1);
  const receivers = [{ name: 'ops', recipients: ['ops@example.com'], quietHours: null, repeat: null }];
  const policy = { rules: [], polled: ALL, receivers, routes: [] };
  const tell = (change: BalanceEvent['change'], at: number) =>
    store.alerts.ofAccount(NOON, (before) => {
      const figures = { balance: '3.20', threshold: '50', currency: 'USD' };
      const event: BalanceEvent = { kind: 'balance', change, at, digest: `${change} ${at}`, ...figures };
      return decideBalance(event, before, policy, NOON);
    });
  expect((await tell('low', NOON - 9)).transition?.notification?.change).toBe('opened');
  expect((await tell('low', NOON - 9)).changes.outcome).toBe('repeated');
  expect((await tell('insufficient', NOON - 8)).transition?.notification?.change).toBe('escalated');
  expect(await store.alerts.open()).toMatchObject([
    { rule: 'account-balance', severity: 'critical', iccid: null, reason: { kind: 'account-balance' } },
  ]);
  expect((await tell('topped-up', NOON - 7)).transition?.notification?.change).toBe('resolved');
  expect(await tell('insufficient', NOON - 8)).toMatchObject({ transition: null });
  expect(await store.alerts.open()).toEqual([]);
  expect(await store.alerts.aboutProvider()).toBeNull();
});
