import { existsSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openStore } from '../../src/index.js';
import { Connection } from '../../src/sqlite/database/connection.js';
import { migrate } from '../../src/sqlite/database/migrate.js';
import { openForWriting } from '../../src/sqlite/database/open-file.js';
import { Place } from '../../src/sqlite/database/place.js';
import { migrations } from '../../src/sqlite/migrations/index.js';
import { createStore } from '../../src/sqlite/open-store.js';
import { closing, freshFile, freshStore, NOON, OPS, storeWithEsims } from '../stores.js';

const SILENT = { info: () => undefined, warn: () => undefined };

const VANISHED = expect.objectContaining({ reason: 'vanished' });

/** Opens and closes a database, as a first start does. */
async function used(): Promise<string> {
  const file = freshFile();
  await openStore({ file }).close();
  return file;
}

it('a file that is gone, or empty, after it was used is not created again', async () => {
  const spoil = [
    (file: string) => rmSync(file),
    (file: string) => truncateSync(file),
    (file: string) => writeFileSync(file, ''),
  ];
  for (const spoiled of spoil) {
    const file = await used();
    spoiled(file);
    expect(() => openStore({ file })).toThrow(VANISHED);
    expect(() => openStore({ file })).toThrow(/restore a backup .*remove .*-lock first/);
    rmSync(`${file}-lock`);
    closing(openStore({ file }));
  }
});

it('nor is one of an earlier version, whose journal is still there', async () => {
  const file = freshFile();
  writeFileSync(`${file}-wal`, 'rows');
  expect(() => openStore({ file })).toThrow(VANISHED);
  expect(existsSync(file)).toBe(false);
});

it.each([
  ['deleted', (file: string) => rmSync(file)],
  ['emptied', (file: string) => truncateSync(file)],
  [
    'replaced',
    (file: string) => {
      renameSync(file, `${file}.old`);
      writeFileSync(file, 'another');
    },
  ],
])('a file that is %s while it is in use is written no more, and that is known', async (what, spoil) => {
  const store = await storeWithEsims(1);
  expect(await store.upkeep.fault()).toBeNull();
  spoil(store.file);
  await expect(store.settings.set('later', 1)).rejects.toThrow(VANISHED);
  expect((await store.upkeep.fault())?.message).toContain(`was ${what} while Roamwatch was using it`);
});

it('a full disk is known as long as nothing can be written', async () => {
  const file = freshFile();
  const sqlite = openForWriting(file, SILENT);
  migrate(sqlite, migrations, { file, backup: false, log: SILENT });
  const store = closing(createStore(new Connection(sqlite, new Place(file)), file, () => NOON));
  const pages = Number(sqlite.pragma('page_count', { simple: true }));
  sqlite.pragma(`max_page_count = ${pages}`);
  await expect(store.settings.set('large', 'x'.repeat(100_000))).rejects.toMatchObject({
    reason: 'disk-full',
  });
  expect(await store.upkeep.fault()).toMatchObject({ reason: 'disk-full' });
  sqlite.pragma(`max_page_count = ${pages + 1_000}`);
  await store.settings.set('large', 'x'.repeat(100_000));
  expect(await store.upkeep.fault()).toBeNull();
});

it('times that a wrong clock wrote count as now, and others stay', async () => {
  const store = await storeWithEsims(2);
  const cycle = await store.cycles.begin(NOON + 100 * 3600);
  await store.cycles.finish(cycle, NOON + 100 * 3600, {}, null);
  await store.outbox.queue([{ ...OPS, kind: 'test', createdAt: NOON, body: {} }]);
  const [message] = await store.outbox.claim(NOON, 60, 1, 'me');
  await store.outbox.retryAt(message?.id ?? '', NOON + 30 * 3600, { kind: 'recorded', text: '421' }, 'me');

  expect(await store.upkeep.pullBack(NOON + 5)).toBe(true);
  expect(await store.cycles.lastGoodAt()).toBe(NOON + 5);
  expect(await store.outbox.claim(NOON + 5, 60, 1, 'me')).toHaveLength(1);
  expect(await store.upkeep.pullBack(NOON + 5)).toBe(false);
});

it('waits for another process that writes, and lets this one continue meanwhile', async () => {
  const store = await freshStore();
  const other = closing(new SqliteDatabase(store.file));
  other.exec('begin immediate');
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 5);
  const written = store.settings.set('key', 1);
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(turns).toBeGreaterThan(8);
  clearInterval(timer);
  other.exec('rollback');
  await written;
  expect(await store.settings.get('key')).toBe(1);
});

/** Makes the lease look as if another machine, or container, held it. */
function fromElsewhere(file: string): void {
  const sqlite = new SqliteDatabase(file);
  sqlite.exec("update lease set host = 'elsewhere', process = 'another', pid = 1");
  sqlite.close();
}

it('a process that can lock the file takes over at once; one that cannot is refused until the lease ends', async () => {
  const holder = await freshStore();
  expect(await holder.lease.acquire('holder', NOON, 60)).toBeNull();
  fromElsewhere(holder.file);
  const next = closing(openStore({ file: holder.file }));
  expect(await next.lease.acquire('next', NOON + 1, 60)).toMatch(/^process 1 on elsewhere/);

  await holder.close();
  expect(await next.lease.acquire('next', NOON + 2, 60)).toBeNull();
});

it('a lock file that was removed proves nothing', async () => {
  const holder = await freshStore();
  await holder.lease.acquire('holder', NOON, 60);
  fromElsewhere(holder.file);
  const { ino } = statSync(`${holder.file}-lock`);
  renameSync(`${holder.file}-lock`, `${holder.file}-moved`);
  const next = closing(openStore({ file: holder.file }));
  expect(statSync(`${holder.file}-lock`).ino).not.toBe(ino);
  expect(await next.lease.acquire('next', NOON + 1, 60)).toMatch(/^process 1 on elsewhere/);
  expect(await next.lease.acquire('next', NOON + 60, 60)).toBeNull();
});
