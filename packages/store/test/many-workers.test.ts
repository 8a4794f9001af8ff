import { describe, expect, it } from 'vitest';
import type { Store } from '../src/index.js';
import { freshStore, NOON, OPS, seenByAnother, storeWithEsims } from './stores.js';

const test = { kind: 'test', createdAt: NOON, body: {} } as const;
const TEAM = { receiver: 'team', recipient: 'team' } as const;

const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id).sort();

describe('claims of messages', () => {
  it('can be made for some receivers, and are of one holder at a time', async () => {
    const store = await freshStore();
    await store.outbox.queue([
      { ...test, ...OPS, id: 'a' },
      { ...test, ...TEAM, id: 'b' },
    ]);
    expect(await store.outbox.receiversDue(NOON)).toEqual(['ops', 'team']);
    expect(ids(await store.outbox.claim(NOON, 60, 9, 'one', ['team']))).toEqual(['b']);
    expect(ids(await store.outbox.claim(NOON, 60, 9, 'two'))).toEqual(['a']);
    // A claimed message is due all the same: who claimed it may be gone.
    expect(await store.outbox.receiversDue(NOON)).toEqual(['ops', 'team']);
  });

  it('are claimed once per message, however many workers claim at the same time', async () => {
    const store = await freshStore();
    const others = [store, await seenByAnother(store), await seenByAnother(store)];
    const recipients = Array.from({ length: 60 }, (_, index) => `r${index % 7}`);
    await store.outbox.queue(
      recipients.map((recipient, index) => ({ ...test, receiver: 'ops', recipient, id: `m${index}` })),
    );
    const claimed = await Promise.all(
      others.map((one, index) => one.outbox.claim(NOON, 60, 25, `worker ${index}`)),
    );
    const taken = claimed.flatMap(ids);
    expect(new Set(taken).size).toBe(taken.length);
    for (const [index, messages] of claimed.entries()) {
      for (const { id } of messages) {
        expect(await store.outbox.markSent(id, NOON, `worker ${(index + 1) % 3}`)).toBe(false);
        expect(await store.outbox.markSent(id, NOON, `worker ${index}`)).toBe(true);
      }
    }
  });

  it('are lost to the one that knows that their holder is gone, who then sends them alone', async () => {
    const store = await freshStore();
    await store.outbox.queue([{ ...test, ...OPS, id: 'a' }]);
    await store.outbox.claim(NOON, 900, 9, 'killed');
    expect(await store.outbox.renewClaim('a', NOON + 5, 900, 'killed')).toBe(true);
    expect(await store.outbox.freeClaimsOfOthers(['team'], 'successor')).toBe(0);
    expect(await store.outbox.freeClaimsOfOthers(['ops'], 'successor')).toBe(1);
    expect(ids(await store.outbox.claim(NOON + 20, 900, 9, 'successor'))).toEqual(['a']);
    expect(await store.outbox.freeClaimsOfOthers(['ops'], 'successor')).toBe(0);
    // It was only asleep, and wakes up.
    expect(await store.outbox.renewClaim('a', NOON + 30, 900, 'killed')).toBe(false);
    expect(await store.outbox.markSent('a', NOON + 30, 'killed')).toBe(false);
    expect(await store.outbox.markSent('a', NOON + 30, 'successor')).toBe(true);
    expect(await store.outbox.renewClaim('a', NOON + 31, 900, 'successor')).toBe(false);
  });
});

describe('shards of a cycle', () => {
  const shard = (position: number, after: number, last: number) => ({ position, after, last, esims: null });
  const counting = { key: 'divisions', change: (was: unknown) => Number(was ?? 0) + 1 };

  it('divide the polled eSIMs by key, without a gap', async () => {
    const store = await storeWithEsims(7);
    const all = { only: ['INSTALLED'] } as const;
    expect(await store.fleet.pollRanges(all, 3)).toEqual([
      { last: 3, esims: 3 },
      { last: 6, esims: 3 },
      { last: 7, esims: 1 },
    ]);
    expect(await store.fleet.pollRanges({ only: ['REVOKED'] }, 3)).toEqual([]);
  });

  it('are finished once, by the first worker', async () => {
    const store = await freshStore();
    const cycle = await store.cycles.begin(NOON);
    const shards = [shard(0, 0, 3), { ...shard(1, 3, 9), esims: [4, 9] }];
    await store.cycles.share({ cycle, shards, sending: null }, counting);
    expect(await store.settings.get('divisions')).toBe(1);
    expect(await store.cycles.shard(cycle, 0)).toEqual({ ...shard(0, 0, 3), isDone: false });
    expect(await store.cycles.shard(cycle, 1)).toMatchObject({ esims: [4, 9] });
    expect(await store.cycles.shardsLeft(cycle)).toEqual([0, 1]);
    const finishing: Store[] = [store, await seenByAnother(store)];
    const done = await Promise.all(finishing.map((one, by) => one.cycles.finishShard(cycle, 1, { by })));
    expect(done.filter((first) => first)).toHaveLength(1);
    expect(await store.cycles.shardResults(cycle)).toEqual([{ by: done.indexOf(true) }]);
    expect(await store.cycles.shardsLeft(cycle)).toEqual([0]);
    const next = await store.cycles.begin(NOON + 60);
    await store.cycles.share({ cycle: next, shards: [], sending: null }, counting);
    expect(await store.cycles.shard(cycle, 0)).toBeNull();
  });

  it('are stored together with the jobs about them, or not at all', async () => {
    const store = await freshStore();
    const cycle = await store.cycles.begin(NOON);
    const shards = [shard(0, 0, 3)];
    const sending = { sql: "insert into setting (key, value) values ('job', '1')", values: [] };
    const superseded = { key: 'divisions', change: () => expect.fail('another one leads') };
    await expect(store.cycles.share({ cycle, shards, sending }, superseded)).rejects.toThrow('another one');
    const wrong = { sql: 'insert into nowhere values (1)', values: [] };
    await expect(store.cycles.share({ cycle, shards, sending: wrong }, counting)).rejects.toThrow('nowhere');
    expect(await store.cycles.shard(cycle, 0)).toBeNull();
    expect(await store.settings.get('divisions')).toBeUndefined();
    await store.cycles.share({ cycle, shards, sending }, counting);
    expect(await store.settings.get('job')).toBe(1);
    expect(await store.cycles.shardsLeft(cycle)).toEqual([0]);
  });
});

describe('settings', () => {
  it('lose no change, however many change them at once', async () => {
    const store = await freshStore();
    const others = [store, await seenByAnother(store), await seenByAnother(store)];
    const add = (one: Store) =>
      one.settings.change(['count'], ({ count = 0 }) => ({ set: { count: Number(count) + 1 } }));
    await Promise.all(Array.from({ length: 30 }, (_, index) => add(others[index % 3] ?? store)));
    expect(await store.settings.get('count')).toBe(30);
  });
});
