import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import SqliteDatabase from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../../src/index.js';
import {
  closing,
  freeze,
  NOON,
  OPS,
  openAlert,
  paged,
  rowsOf,
  snapshotOf,
  storeWithEsims,
} from '../stores.js';
import { recordDays } from '../writing.js';

const children: ChildProcess[] = [];

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** Starts a process that does `task` with the file, and resolves once it has. */
async function doing(task: string, file: string): Promise<ChildProcess> {
  const script = fileURLToPath(new URL('child.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, file, task, String(NOON)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  if (child.stdout === null) throw new Error('the child has no output');
  await once(child.stdout, 'data');
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

describe('a process killed', () => {
  it('in the middle of a transaction leaves nothing of it, and the file open to others', async () => {
    const store = await storeWithEsims(1);
    await openAlert(store, 1);
    await kill(await doing('halfway', store.file));
    const again = closing(openStore({ file: store.file, integrityCheck: true }));
    expect(await again.usage.daysSince(1, '2000-01-01')).toEqual([]);
    expect(await again.outbox.pending()).toEqual([]);
    expect(await again.alerts.open()).toHaveLength(1);
    await again.settings.set('writable', true);
    expect(await again.upkeep.check()).toEqual([]);
  });

  it('while it closes a month leaves the month open, and nothing of it once the month is closed again', async () => {
    const store = await storeWithEsims(1);
    await recordDays(store, 1, [{ date: '2026-03-10', location: 'France', usedBytes: 7 }], NOON);
    await kill(await doing('freezing', store.file));
    const stored = new SqliteDatabase(store.file, { readonly: true });
    const count = stored.prepare('select count(*) from closed_usage').pluck();
    expect(count.get()).toBe(9_000);
    const march = { from: '2026-03-01', to: '2026-04-01' };
    const day = [{ esimId: 'e1', usageDate: '2026-03-10' }];
    const before = await snapshotOf(store);
    expect(before.closedMonths.closings).toEqual([]);
    expect(await before.closedMonths.usageOf(day)).toEqual([]);
    expect((await store.closing.history()).events).toEqual([]);

    const rows = await rowsOf(before.usage(march));
    const facts = {
      month: '2026-03',
      closedAt: NOON,
      dataAsOf: NOON,
      timeZone: 'UTC',
      schemaVersion: 2,
      completeness: null,
    };
    await freeze(store, facts, {
      usage: paged(rows.map((row) => ({ ...row, countryCode: 'FR' }))),
      purchases: paged([]),
      reconciliation: paged([]),
      cost: paged([]),
    });
    expect(count.get()).toBe(1);
    stored.close();
    expect(await (await snapshotOf(store)).closedMonths.usageOf(day)).toMatchObject([{ usedBytes: 7 }]);
    expect(await store.upkeep.check()).toEqual([]);
  });

  it('while it delivers keeps its claim until the lease ends', async () => {
    const store = await storeWithEsims(1);
    await store.outbox.queue([{ ...OPS, id: 'm1', kind: 'test', createdAt: NOON, body: null }]);
    await kill(await doing('claim', store.file));
    expect(await store.outbox.claim(NOON + 59, 60, 9, 'next')).toEqual([]);
    const claimed = await store.outbox.claim(NOON + 60, 60, 9, 'next');
    expect(claimed.map((one) => [one.id, one.attempts])).toEqual([['m1', 1]]);
  });

  it('while it delivers and holds the database gives its claims to the next that holds it', async () => {
    const store = await storeWithEsims(1);
    await store.outbox.queue([{ ...OPS, id: 'm1', kind: 'test', createdAt: NOON, body: null }]);
    const child = await doing('holdAndClaim', store.file);
    expect(await store.lease.acquire('next', NOON, 60)).not.toBeNull();
    await kill(child);
    expect(await store.lease.acquire('next', NOON, 60)).toBeNull();
    expect(await store.outbox.claim(NOON, 60, 9, 'next')).toHaveLength(1);
  });

  it('but one that lives, and only renewed its hold too late, keeps its claims', async () => {
    const store = await storeWithEsims(1);
    await store.outbox.queue([{ ...OPS, id: 'm1', kind: 'test', createdAt: NOON, body: null }]);
    await doing('holdAndClaim', store.file);
    expect(await store.lease.acquire('next', NOON + 3600, 60)).toBeNull();
    expect(await store.outbox.claim(NOON + 60, 60, 9, 'next')).toEqual([]);
    expect(await store.outbox.claim(NOON + 7200, 60, 9, 'next')).toHaveLength(1);
  });

  it('frees the instance lease at once, not before', async () => {
    const store = await storeWithEsims(1);
    const child = await doing('lease', store.file);
    expect(await store.lease.acquire('me', NOON, 3600)).toMatch(
      new RegExp(`^process ${child.pid} on .+ since 2026-03-10T`),
    );
    await kill(child);
    expect(await store.lease.acquire('me', NOON, 3600)).toBeNull();
  });
});

describe('a lease', () => {
  it('is one holder’s, also within a process, until it runs out or is given back', async () => {
    const store = await storeWithEsims(1);
    const { lease } = store;
    expect(await lease.acquire('a', NOON, 60)).toBeNull();
    expect(await lease.acquire('a', NOON + 1, 60)).toBeNull();
    expect(await lease.acquire('b', NOON + 1, 60)).toContain(`process ${process.pid}`);
    expect(await lease.renew('a', NOON + 50, 60)).toBe(true);
    expect(await lease.acquire('b', NOON + 100, 60)).not.toBeNull();
    expect(await lease.acquire('b', NOON + 110, 60)).toBeNull();
    expect(await lease.renew('a', NOON + 111, 60)).toBe(false);
    await lease.release('a');
    expect(await lease.acquire('a', NOON + 112, 60)).not.toBeNull();
    await lease.release('b');
    expect(await lease.acquire('a', NOON + 113, 60)).toBeNull();
  });

  it('taken in a future that a wrong clock made up is free', async () => {
    const store = await storeWithEsims(1);
    const { lease } = store;
    await lease.acquire('a', NOON + 9_000_000, 60);
    expect(await lease.acquire('b', NOON, 60)).toBeNull();
  });
});

describe('two processes that write', () => {
  it('wait for each other', async () => {
    const store = await storeWithEsims(1);
    const other = closing(openStore({ file: store.file }));
    for (let n = 0; n < 20; n += 1) {
      await store.settings.set(`mine${n}`, n);
      await other.settings.set(`theirs${n}`, n);
    }
    expect(await other.settings.get('mine19')).toBe(19);
    expect(await store.settings.get('theirs19')).toBe(19);
  });
});
