import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openStore } from '../../src/index.js';
import { storeOfAnna } from '../anna.js';
import { closing, NOON, seenByAnother, storeWithEsims } from '../stores.js';

describe('a backup', () => {
  it('is complete and private, made while another process writes', async () => {
    const store = await storeWithEsims(3);
    const other = await seenByAnother(store);
    const file = `${store.file}.backup`;
    await store.upkeep.backup(file);
    await other.settings.set('later', 1);
    await store.upkeep.backup(file);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const copy = closing(openStore({ file, integrityCheck: true }));
    expect((await copy.fleet.countByStatus()).get('INSTALLED')).toBe(3);
    expect(await copy.settings.get('later')).toBe(1);
    expect(readdirSync(dirname(file)).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('into a missing folder reports it, and leaves nothing', async () => {
    const store = await storeWithEsims(1);
    await expect(store.upkeep.backup(`${store.file}.nowhere/backup.db`)).rejects.toMatchObject({
      reason: 'cannot-open',
    });
  });
});

describe('a person who is erased', () => {
  it('leaves no trace of it in the file but that it was done', async () => {
    const store = await storeOfAnna();
    expect(await store.upkeep.forget(' 8944-e1 ', NOON + 9)).toBe(true);
    expect(await store.upkeep.erasures()).toEqual([{ iccid: '8944-e1', at: NOON + 9 }]);
    await store.close();
    const folder = dirname(store.file);
    const bytes = readdirSync(folder).map((name) => readFileSync(`${folder}/${name}`).toString('latin1'));
    expect(bytes.join().includes('Anna Personal')).toBe(false);
    expect(bytes.join().includes('anna@personal')).toBe(false);
    expect(bytes.join().includes('ben@x')).toBe(true);
  });
});
