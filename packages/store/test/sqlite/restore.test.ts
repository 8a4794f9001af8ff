import { copyFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openStore, restoreDatabase } from '../../src/index.js';
import { closing, freshFile, NOON } from '../stores.js';

/** A database whose last words are in its journal alone, as after a kill, and a backup made before them. */
async function killed() {
  const file = freshFile();
  const store = openStore({ file });
  await store.settings.set('said', 'before');
  await store.lease.acquire('me', NOON, 60);
  const backup = `${file}.backup`;
  await store.upkeep.backup(backup);
  await store.settings.set('said', 'after');
  for (const part of ['', '-wal', '-shm']) copyFileSync(`${file}${part}`, `${file}.crashed${part}`);
  await store.close();
  for (const part of ['', '-wal', '-shm']) copyFileSync(`${file}.crashed${part}`, `${file}${part}`);
  return { file, backup };
}

const said = async (file: string) => closing(openStore({ file, integrityCheck: true })).settings.get('said');

it('a backup takes the place of a killed database; its journal is not played into it, and stays with it', async () => {
  const { file, backup } = await killed();

  const kept = restoreDatabase(file, backup, NOON + 3_600);

  expect(await said(file)).toBe('before');
  expect(kept).toBe(`${file}.replaced-2026-03-10T130000`);
  expect(await said(kept ?? '')).toBe('after');
  // The holder when the backup was made does not hold the restored copy.
  const restored = closing(openStore({ file }));
  expect(await restored.lease.acquire('next', NOON + 3_600, 60)).toBeNull();
});

it('also of one that is gone, empty or damaged', async () => {
  const spoil = [
    (file: string) => rmSync(file),
    (file: string) => writeFileSync(file, ''),
    (file: string) => writeFileSync(file, 'no database'),
  ];
  for (const spoiled of spoil) {
    const { file, backup } = await killed();
    spoiled(file);
    restoreDatabase(file, backup, NOON + 3_600);
    expect(await said(file)).toBe('before');
  }
});

it('is refused beside a process that works on the database, and from a file that is no sound backup; nothing changes then', async () => {
  const { file, backup } = await killed();
  const running = openStore({ file });
  await running.settings.set('said', 'running');
  await running.lease.acquire('daemon', NOON + 100, 60);
  expect(() => restoreDatabase(file, backup, NOON + 1_000)).toThrow(
    /is in use by process \d+ on .*: stop it first/,
  );
  await running.close();

  const damaged = `${file}.damaged`;
  writeFileSync(damaged, readFileSync(backup).subarray(0, 5_000));
  for (const bad of [damaged, `${file}.nowhere`]) {
    expect(() => restoreDatabase(file, bad, NOON + 1_000)).toThrow();
  }
  expect(existsSync(`${file}.restored`)).toBe(false);
  expect(await said(file)).toBe('running');
});
