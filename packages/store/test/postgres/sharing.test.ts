import { hostname } from 'node:os';
import { queryDatabase } from '@roamwatch/test-peers/postgres';
import { expect, it } from 'vitest';
import { openPostgresStore } from '../../src/postgres/index.js';
import { closing, freshDatabase, listed, NOON } from '../stores.js';
import { recordDays } from '../writing.js';

/** The lease of a process on another machine. */
async function another(url: string, id: number, expiresAt: number): Promise<void> {
  await queryDatabase(
    url,
    `insert into lease (id, holder, host, pid, process, acquired_at, renewed_at, expires_at)
    values (${id}, 'other', 'elsewhere', 7, 'other-${id}', ${NOON}, ${NOON}, ${expiresAt})`,
  );
}

it('any number of processes share a database, and one that wants it alone gets the name of its holder', async () => {
  const url = await freshDatabase();
  const { lease } = closing(await openPostgresStore({ url, connections: 2 }));
  expect(await lease.acquire('first', NOON, 60, 'sharing')).toBeNull();
  await another(url, 17, NOON + 60);
  expect(await lease.acquire('second', NOON, 60, 'sharing')).toBeNull();
  expect(await lease.acquire('alone', NOON, 60)).toContain('on ');
  expect(await lease.heldBy(NOON)).toContain('elsewhere');
  expect([await lease.renew('first', NOON + 20, 60), await lease.renew('nobody', NOON + 20, 60)]).toEqual([
    true,
    false,
  ]);
  await lease.release('first');
  await lease.release('second');
  expect(await lease.acquire('alone', NOON, 60)).toContain('elsewhere');
  // Whoever is silent for a minute is gone.
  expect(await lease.acquire('alone', NOON + 61, 60)).toBeNull();
  expect(await queryDatabase(url, 'select holder from lease')).toEqual([{ holder: 'alone' }]);
});

it('a process that shares and was silent for too long has come back: it counts from then on', async () => {
  const { lease } = closing(await openPostgresStore({ url: await freshDatabase(), connections: 2 }));
  const since = async (now: number) => (await lease.holders(now)).map((one) => one.since);
  await lease.acquire('shares', NOON, 60, 'sharing');
  expect(await lease.renew('shares', NOON + 59, 60)).toBe(true);
  expect(await since(NOON + 59)).toEqual([NOON]);
  expect(await lease.renew('shares', NOON + 300, 60)).toBe(true);
  expect(await since(NOON + 300)).toEqual([NOON + 300]);
});

it('containers with one host name, in which each daemon is the same process number, do not take each other for dead', async () => {
  const url = await freshDatabase();
  const { lease } = closing(await openPostgresStore({ url, connections: 2 }));
  await lease.acquire('first', NOON, 60, 'sharing');
  const [own] = await queryDatabase<{ process: string }>(url, 'select process from lease');
  const space = own?.process.slice(0, own.process.lastIndexOf(' '));
  const become = (of: string) =>
    queryDatabase(url, `update lease set holder = 'other', host = $1, pid = $2, process = $3`, [
      hostname(),
      process.pid,
      of,
    ]);

  await become('another container 1');
  expect(await lease.acquire('second', NOON, 60, 'sharing')).toBeNull();
  expect(await lease.holders(NOON)).toHaveLength(2);
  await lease.release('second');
  expect(await lease.acquire('alone', NOON, 60)).toContain(`process ${process.pid} on ${hostname()}`);

  // An earlier process of this machine and container that had this number is gone.
  await become(`${space} earlier`);
  expect(await lease.acquire('alone', NOON, 60)).toBeNull();
});

it('a process that joins others leaves them the messages they have claimed', async () => {
  const url = await freshDatabase();
  const { lease, outbox } = closing(await openPostgresStore({ url, connections: 2 }));
  const [id = ''] = await outbox.queue([
    { kind: 'test', receiver: 'ops', recipient: 'o@x', createdAt: NOON, body: {} },
  ]);
  await outbox.claim(NOON, 900, 9, 'other');
  await another(url, 17, NOON + 60);
  await lease.acquire('joined', NOON, 60, 'sharing');
  expect(await outbox.claim(NOON, 900, 9, 'joined')).toEqual([]);
  expect(await outbox.markSent(id, NOON, 'other')).toBe(true);
});

it('workers that meet a month for the first time at the same moment make its partition once', async () => {
  const url = await freshDatabase();
  const workers = [];
  for (let count = 0; count < 8; count++)
    workers.push(closing(await openPostgresStore({ url, connections: 1 })));
  const esims = workers.map((_, place) => listed(`esim-${place}`, { iccid: `894400000000000000${place}` }));
  await workers[0]?.fleet.recordListed({ esims, rejected: [] }, NOON);
  const months = ['2026-01', '2026-02', '2026-03', '2026-04'];
  for (const month of months) {
    const day = { date: `${month}-10`, location: 'France', usedBytes: 7 };
    await Promise.all(workers.map((store, place) => recordDays(store, place + 1, [day], NOON)));
  }
  const [rows] = await queryDatabase(url, 'select count(*)::int as days from daily_usage');
  expect(rows).toEqual({ days: workers.length * months.length });
});

it('a fleet that is divided is known to the server, so that a range is read by its keys', async () => {
  const url = await freshDatabase();
  const { fleet } = closing(await openPostgresStore({ url, connections: 2 }));
  const known = async () => {
    const [row] = await queryDatabase(
      url,
      `select reltuples::int as esims from pg_class where relname = 'esim_state'`,
    );
    return row?.esims;
  };
  const list = async (from: number, count: number) => {
    const esims = Array.from({ length: count }, (_, place) =>
      listed(`esim-${from + place}`, { iccid: `8944${String(from + place).padStart(15, '0')}` }),
    );
    await fleet.recordListed({ esims, rejected: [] }, NOON);
    return fleet.pollRanges({ allBut: [] }, 50);
  };
  expect(await list(0, 200)).toHaveLength(4);
  expect(await known()).toBe(200);
  await list(200, 300);
  expect(await known()).toBe(500);
});
