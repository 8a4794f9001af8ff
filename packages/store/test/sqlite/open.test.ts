import {
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/index.js';
import { Connection } from '../../src/sqlite/database/connection.js';
import { migrate } from '../../src/sqlite/database/migrate.js';
import { openForWriting } from '../../src/sqlite/database/open-file.js';
import { migrations } from '../../src/sqlite/migrations/index.js';
import { createStore } from '../../src/sqlite/open-store.js';
import { setSetting } from '../../src/sqlite/settings/settings-store.js';
import { closing, freshFile, freshStore, listed, NOON, reasonOf, storeWithEsims } from '../stores.js';

const silent = { info: () => undefined, warn: () => undefined };

describe('a new file', () => {
  it('is private, with its journal, in a folder made for it', async () => {
    const file = join(dirname(freshFile()), 'data', 'deep', 'roamwatch.db');
    await closing(openStore({ file })).settings.set('a', 1);
    for (const name of [file, `${file}-wal`, `${file}-shm`]) expect(statSync(name).mode & 0o777).toBe(0o600);
  });

  it('carries our mark and the number of schema steps', async () => {
    const store = await freshStore();
    const sqlite = closing(new SqliteDatabase(store.file));
    expect(sqlite.pragma('application_id', { simple: true })).toBe(0x52574348);
    expect(sqlite.pragma('user_version', { simple: true })).toBe(migrations.length);
    expect(sqlite.pragma('journal_mode', { simple: true })).toBe('wal');
  });

  it('has nothing to back up before its schema steps', async () => {
    const { file } = await freshStore();
    expect(readdirSync(dirname(file)).filter((name) => name.includes('.before-'))).toEqual([]);
  });

  it('may be an empty file that is there already', async () => {
    const file = freshFile();
    writeFileSync(file, '');
    expect(await closing(openStore({ file })).cycles.lastGoodAt()).toBeNull();
  });
});

describe('opening again', () => {
  it('finds everything, and tightens a mode that lets others read', async () => {
    const file = freshFile();
    await openStore({ file }).close();
    const warnings: string[] = [];
    writeFileSync(`${file}.copy`, readFileSync(file), { mode: 0o644 });
    const log = { ...silent, info: (message: string) => void warnings.push(message) };
    closing(openStore({ file: `${file}.copy`, log }));
    expect(statSync(`${file}.copy`).mode & 0o777).toBe(0o600);
    expect(warnings.join()).toContain('0600');
  });

  it('reads only on request', async () => {
    const store = await storeWithEsims(1);
    const { file } = store;
    const reader = closing(openStore({ file, readOnly: true }));
    expect(await reader.fleet.findByIccid('8944-e1')).toBe(1);
    await expect(reader.settings.set('a', 1)).rejects.toMatchObject({ reason: 'read-only' });
  });

  it('does not make a file for a reader', () => {
    const file = freshFile();
    expect(reasonOf(() => openStore({ file, readOnly: true }))).toBe('cannot-open');
    expect(existsSync(file)).toBe(false);
  });
});

describe('a file that cannot be opened gives a reason and advice', () => {
  it('a folder', () => {
    expect(reasonOf(() => openStore({ file: dirname(freshFile()) }))).toBe('not-a-file');
  });

  it('a path through a file', () => {
    const file = freshFile();
    writeFileSync(file, '');
    expect(reasonOf(() => openStore({ file: join(file, 'x.db') }))).toBe('cannot-open');
  });

  it.skipIf(!existsSync('/proc/self'))('a folder that can contain no other', () => {
    expect(reasonOf(() => openStore({ file: '/proc/nowhere/x.db' }))).toBe('cannot-open');
  });

  it('a text file, which stays as it was', () => {
    const file = freshFile();
    const text = 'iccid,label\n'.repeat(500);
    writeFileSync(file, text);
    expect(reasonOf(() => openStore({ file }))).toBe('not-ours');
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  it("another program's database, which stays as it was", () => {
    const file = freshFile();
    const other = new SqliteDatabase(file);
    other.exec('create table their (x)');
    other.close();
    const before = readFileSync(file);
    expect(reasonOf(() => openStore({ file }))).toBe('not-ours');
    expect(readFileSync(file)).toEqual(before);
  });

  it('a newer version', async () => {
    const file = freshFile();
    await openStore({ file }).close();
    const sqlite = new SqliteDatabase(file);
    sqlite.pragma(`user_version = ${migrations.length + 1}`);
    sqlite.close();
    expect(reasonOf(() => openStore({ file }))).toBe('newer-version');
    expect(() => openStore({ file })).toThrow(/newer version.*install/);
  });

  it('an older version that a process works on, until that has ended', async () => {
    const file = freshFile();
    const running = openStore({ file });
    await running.lease.acquire('daemon', Math.floor(Date.now() / 1000), 60);
    const sqlite = closing(new SqliteDatabase(file));
    const later = { name: '2099-01-01-later', rewritesData: false, sql: 'create table later (x)' };
    const upgrade = () =>
      migrate(sqlite, [...migrations, later], {
        file,
        backup: false,
        log: { info: () => {}, warn: () => {} },
      });
    expect(reasonOf(upgrade)).toBe('older-running');
    expect(upgrade).toThrow(/process \d+ on .+ works on it with an older one: stop that one first/);
    expect(sqlite.pragma('user_version', { simple: true })).toBe(migrations.length);
    await running.lease.release('daemon');
    upgrade();
    expect(sqlite.pragma('user_version', { simple: true })).toBe(migrations.length + 1);
    await running.close();
  });

  it('an older version, for a reader', async () => {
    const file = freshFile();
    await openStore({ file }).close();
    const sqlite = new SqliteDatabase(file);
    sqlite.pragma('user_version = 0');
    sqlite.close();
    expect(reasonOf(() => openStore({ file, readOnly: true }))).toBe('older-version');
  });

  it('a file cut short', async () => {
    const file = freshFile();
    const store = openStore({ file });
    await store.fleet.recordListed(
      { esims: Array.from({ length: 2000 }, (_, n) => listed(`e${n}`)), rejected: [] },
      NOON,
    );
    await store.close();
    truncateSync(file, Math.floor(statSync(file).size / 2));
    expect(reasonOf(() => openStore({ file, integrityCheck: true }))).toBe('corrupt');
  });

  it('damaged pages, found by the check at start and by `check`', async () => {
    const file = freshFile();
    const store = openStore({ file });
    await store.fleet.recordListed(
      { esims: Array.from({ length: 2000 }, (_, n) => listed(`e${n}`)), rejected: [] },
      NOON,
    );
    await store.close();
    const bytes = readFileSync(file);
    // The schema is at the front.
    const end = bytes.length - 4096;
    bytes.fill(0xa5, end - 15 * 4096, end);
    writeFileSync(file, bytes);
    expect(reasonOf(() => openStore({ file, integrityCheck: true }))).toBe('corrupt');
    expect((await closing(openStore({ file })).upkeep.check()).length).toBeGreaterThan(0);
  });
});

describe('a full disk', () => {
  const many = Array.from({ length: 5000 }, (_, n) => listed(`many${n}`));

  it('fails a transaction as a whole and lets the process continue', async () => {
    const { store, limitPages } = storeOnSmallDisk();
    limitPages(90);
    const full = store.fleet.recordListed({ esims: many, rejected: [] }, NOON);
    await expect(full).rejects.toMatchObject({ reason: 'disk-full' });
    expect((await store.fleet.countByStatus()).size).toBe(0);
    limitPages(2 ** 30);
    await store.fleet.recordListed({ esims: many, rejected: [] }, NOON);
    expect((await store.fleet.countByStatus()).get('INSTALLED')).toBe(5000);
  });

  it('never stores the rest of a transaction whose beginning it lost', async () => {
    const { connection, store, limitPages } = storeOnSmallDisk();
    const set = setSetting(connection);
    limitPages(90);
    const careless = () =>
      connection.transaction(() => {
        set('first', 1);
        expect(reasonOf(() => connection.transaction(() => set('large', 'x'.repeat(1_000_000))))).toBe(
          'disk-full',
        );
        connection.transaction(() => set('last', 1));
      });
    expect(careless).toThrow();
    limitPages(2 ** 30);
    expect(await store.settings.get('first')).toBeUndefined();
    expect(await store.settings.get('last')).toBeUndefined();
  });
});

/** `max_page_count` makes SQLite fail exactly as a full disk does. */
function storeOnSmallDisk() {
  const file = freshFile();
  const sqlite = openForWriting(file, silent);
  migrate(sqlite, migrations, { file, backup: true, log: silent });
  const connection = new Connection(sqlite);
  const store = closing(createStore(connection, file, () => NOON));
  return {
    connection,
    store,
    limitPages: (pages: number) => void sqlite.pragma(`max_page_count = ${pages}`),
  };
}

describe('schema steps', () => {
  const renames = { name: '0002-rewrites', rewritesData: true, sql: "update setting set value = '2'" };

  it('copy the file before the first one that rewrites data, and are done once', async () => {
    const store = await freshStore();
    await store.settings.set('a', 1);
    const sqlite = closing(new SqliteDatabase(store.file));
    const steps = [...migrations, renames, { ...renames, name: '0003-rewrites' }];
    migrate(sqlite, steps, { file: store.file, backup: true, log: silent });
    expect(await store.settings.get('a')).toBe(2);
    expect(existsSync(`${store.file}.before-0003-rewrites`)).toBe(false);
    const copy = `${store.file}.before-0002-rewrites`;
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    copyFileSync(copy, `${store.file}.restored`);
    expect(await closing(openStore({ file: `${store.file}.restored` })).settings.get('a')).toBe(1);
    await store.settings.set('a', 3);
    migrate(sqlite, steps, { file: store.file, backup: true, log: silent });
    expect(await store.settings.get('a')).toBe(3);
  });

  it('copy nothing of a file that is new', async () => {
    const store = await freshStore();
    expect(migrations.some(({ rewritesData }) => rewritesData)).toBe(true);
    expect(readdirSync(dirname(store.file)).filter((name) => name.includes('before'))).toEqual([]);
  });

  it('keep the copy of the former file, whichever process comes to the same step later', async () => {
    const store = await freshStore();
    await store.settings.set('a', 1);
    const [first, second] = [
      closing(new SqliteDatabase(store.file)),
      closing(new SqliteDatabase(store.file)),
    ];
    const late = { file: store.file, backup: true, log: silent };
    const steps = [...migrations, renames];
    // The first one does the whole step after the second has seen that it is to be done.
    const pragma = second.pragma.bind(second);
    let checks = 0;
    second.pragma = (source: string, options?: object) => {
      const answer = pragma(source, options as never);
      if (source === 'user_version' && ++checks === migrations.length + 3) {
        migrate(first, steps, late);
        void store.settings.set('a', 5);
      }
      return answer;
    };
    migrate(second, steps, late);
    copyFileSync(`${store.file}.before-0002-rewrites`, `${store.file}.restored`);
    expect(await closing(openStore({ file: `${store.file}.restored` })).settings.get('a')).toBe(1);
    expect([await store.settings.get('a'), checks]).toEqual([5, expect.any(Number)]);
  });

  it('are undone whole when one fails', async () => {
    const store = await freshStore();
    await store.settings.set('a', 1);
    const sqlite = closing(new SqliteDatabase(store.file));
    const broken = { name: '0002-broken', rewritesData: false, sql: 'delete from setting; select nonsense' };
    expect(() =>
      migrate(sqlite, [...migrations, broken], { file: store.file, backup: true, log: silent }),
    ).toThrow();
    expect(await store.settings.get('a')).toBe(1);
    expect(sqlite.pragma('user_version', { simple: true })).toBe(migrations.length);
  });
});
