import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { APPLICATION_ID, openStore } from '../../src/index.js';
import { migrations } from '../../src/sqlite/migrations/index.js';
import { closing, freshFile, freshStore, listed, NOON } from '../stores.js';

const CARD = '8944500000000000011';

test('a card that the list spells otherwise is stored once, and requested as it is spelt', async () => {
  const { fleet } = await freshStore();
  const esims = [listed('e1', { iccid: CARD, requestIccid: `${CARD}F`, status: 'INSTALLED' })];
  await fleet.recordListed({ esims, rejected: [] }, NOON);
  expect(await fleet.pollTargets({ only: ['INSTALLED'] })).toMatchObject([
    { iccid: CARD, requestIccid: `${CARD}F` },
  ]);
  // An entry whose ICCID could not be read does not contradict it.
  const unreadable = listed('e1', { iccid: null, status: 'INSTALLED' });
  await fleet.recordListed({ esims: [unreadable], rejected: [] }, NOON + 1);
  expect(await fleet.pollTargets({ only: ['INSTALLED'] })).toMatchObject([
    { iccid: CARD, requestIccid: `${CARD}F` },
  ]);
  await fleet.recordListed({ esims: [listed('e1', { iccid: CARD })], rejected: [] }, NOON + 2);
  expect((await fleet.pollTargets({ only: ['INSTALLED'] }))[0]).not.toHaveProperty('requestIccid');
});

test('an earlier database keeps its cards, each by its one spelling', async () => {
  const file = freshFile();
  const before = migrations.findIndex(({ name }) => name === '2026-11-26-canonical-iccids');
  const old = new Database(file);
  for (const { sql } of migrations.slice(0, before)) old.exec(sql);
  old.pragma(`user_version = ${before}`);
  old.pragma(`application_id = ${APPLICATION_ID}`);
  const insert = old.prepare(
    `insert into esim (esim_id, iccid, status, usage_check, unlimited, top_up, notes, first_seen_at)
     values (?, ?, 'INSTALLED', 1, 0, 0, '[]', 0)`,
  );
  const cards: [string, string][] = [
    ['plain', '8944500000000000029'],
    ['trailing', `${CARD}F`],
    ['spaced', '8944 5000 0000 0000 037'],
    ['same', 'f8944500000000000029'],
    ['no number', 'SIM-1'],
  ];
  for (const card of cards) insert.run(...card);
  old.prepare('insert into esim_state (esim, listed_at) select id, 0 from esim').run();
  old.close();

  const { fleet } = closing(openStore({ file, now: () => NOON }));
  expect(
    (await fleet.pollTargets({ only: ['INSTALLED'] })).map((one) => [
      one.esimId,
      one.iccid,
      one.requestIccid,
    ]),
  ).toEqual([
    ['same', '8944500000000000029', 'f8944500000000000029'],
    ['trailing', CARD, `${CARD}F`],
    ['spaced', '8944500000000000037', '8944 5000 0000 0000 037'],
    ['no number', 'SIM-1', undefined],
  ]);
});
