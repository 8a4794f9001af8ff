import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { APPLICATION_ID, openStore } from '../../src/index.js';
import { migrations } from '../../src/sqlite/migrations/index.js';
import { closing, freshFile, NOON } from '../stores.js';

const POLLED = { allBut: ['EXPIRED', 'REVOKED'] };
const ALL = { from: '2000-01-01', to: '2100-01-01' };

/** A database of an earlier version in which a profile was issued again: e1 was its id, then e2. */
function databaseBefore(): string {
  const file = freshFile();
  const before = migrations.findIndex(({ name }) => name === '2026-11-26-one-card-one-history');
  const old = new Database(file);
  for (const { sql } of migrations.slice(0, before)) old.exec(sql);
  old.pragma(`user_version = ${before}`);
  old.pragma(`application_id = ${APPLICATION_ID}`);
  old.exec(`
    insert into esim (id, esim_id, iccid, iccid_moved_at, status, usage_check, unlimited, top_up, notes, first_seen_at, left_list_at)
      values (1, 'e1', '8944500000000000011', 20, 'INSTALLED', 1, 0, 0, '[]', 10, 20),
             (2, 'e2', '8944500000000000011', null, 'ACTIVE', 1, 0, 0, '["call"]', 20, null),
             (3, 'e3', '8944500000000000029', null, 'INSTALLED', 1, 0, 0, '[]', 10, null);
    insert into esim_state (esim, listed_at, reading_at, remaining_bytes, epoch, epoch_started_at)
      values (1, 20, 20, 500, 1, 10), (2, 90, 90, 300, 1, 20), (3, 90, 90, 1, 1, 10);
    insert into location values (1, 'France');
    insert into daily_usage values
      (1, 20260101, 1, 100, 10, 10, 0), (1, 20260201, 1, 150, 10, 11, 0),
      (2, 20260101, 1, 100, 20, 20, 0), (2, 20260201, 1, 160, 20, 21, 0), (2, 20260202, 1, 70, 21, 21, 0),
      (3, 20260101, 1, 9, 10, 10, 0);
    insert into reading values (1, 15, 1000, 700, null, null), (2, 30, 1000, 300, null, null);
    insert into purchase (esim, package_id, type, purchased_at, package_name, price, currency, updated_at, dated_at) values
      (1, 'p1', 'esim', 1767225600, '1 GB', '5', 'USD', null, 1767225600),
      (2, 'p1', 'esim', 1767225600, '1 GB', '5', 'USD', null, 1767225600),
      (1, 'p2', 'topup', 1769904000, '1 GB', '7', 'USD', null, 1769904000),
      (2, 'p2', 'topup', 1769904000, '1 GB', '7', 'USD', null, 1769904000),
      (2, 'p3', 'topup', 1769990400, '2 GB', '9', 'USD', null, 1769990400);
    insert into alert (id, rule, rule_type, esim, epoch, state, severity, notified, opened_at, changed_at, reason, clear_streak) values
      (1, 'low', 'data-low', 1, 1, 'open', 'warning', null, 15, 15, '{"kind":"recorded","text":"x"}', 0),
      (2, 'low', 'data-low', 2, 1, 'open', 'warning', null, 30, 30, '{"kind":"recorded","text":"x"}', 0);
    insert into closing (period, closed_at, data_as_of, time_zone) values (202601, 50, 50, 'UTC');
    insert into closed_party (id, period, iccid, esim_id) values
      (1, 202601, '8944500000000000011', 'e1'), (2, 202601, '8944500000000000011', 'e2');
    insert into closed_usage values
      (202601, 1, 20260101, 1, 1, 'FR', 0, 100, 0, 10, 10), (202601, 2, 20260101, 2, 1, 'FR', 0, 100, 0, 20, 20);
    insert into closed_purchase (period, seq, purchased_at, party, package_id, package_name, type, price, currency) values
      (202601, 1, 1767225600, 1, 'p1', '1 GB', 'esim', '5', 'USD'), (202601, 2, 1767225600, 2, 'p1', '1 GB', 'esim', '5', 'USD');
    delete from late_usage; delete from late_purchase;
  `);
  old.close();
  return file;
}

async function flat<Row>(stream: AsyncIterable<readonly Row[]>): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const page of stream) rows.push(...page);
  return rows;
}

test('rows of one card in an earlier database become one history; rows that a closed month counted twice are marked', async () => {
  const store = closing(openStore({ file: databaseBefore(), now: () => NOON }));
  const { fleet } = store;
  expect(await fleet.pollTargets(POLLED)).toMatchObject([
    { esim: 1, esimId: 'e2', status: 'ACTIVE', reading: { remainingBytes: 300 } },
    { esim: 3, esimId: 'e3' },
  ]);
  expect((await store.alerts.open()).map(({ id }) => id)).toEqual([2]);

  const snapshot = await store.snapshot();
  const usage = (await flat(snapshot.usage({ from: '2026-02-01', to: '2026-03-01' }))).map(
    ({ esimId, usageDate, usedBytes, quality }) => [esimId, usageDate, usedBytes, quality],
  );
  expect(usage).toEqual([
    ['e1', '2026-02-01', 160, 'restated'],
    ['e1', '2026-02-02', 70, 'reported'],
  ]);
  const bought = (await flat(snapshot.purchases({ from: '2026-02-01', to: '2026-03-01' }))).map(
    ({ esimId, packageId, price }) => [esimId, packageId, price],
  );
  expect(bought).toEqual([
    ['e1', 'p2', '7'],
    ['e1', 'p3', '9'],
  ]);

  // What the next open month corrects: as much as the closed month has of e2.
  const late = (await flat(snapshot.lateUsage(ALL))).map(({ esimId, usedBytes }) => [esimId, usedBytes]);
  expect(late).toEqual([['e2', 0]]);
  const lateBought = (await flat(snapshot.latePurchases(ALL))).map(({ esimId, price }) => [esimId, price]);
  expect(lateBought).toEqual([['e2', '0']]);
  const closed = await flat(snapshot.closedMonths.usage('2026-01'));
  expect(closed.map(({ esimId, usedBytes }) => [esimId, usedBytes])).toEqual([
    ['e1', 100],
    ['e2', 100],
  ]);
  await snapshot.close();
  expect(await store.upkeep.check()).toEqual([]);
});
