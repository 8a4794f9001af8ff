import {
  createDatabase,
  dropDatabase,
  hasPgBouncer,
  type PgBouncer,
  queryDatabase,
  startPgBouncer,
} from '@roamwatch/test-peers/postgres';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { openPostgresStore } from '../../src/postgres/index.js';
import { closing, NOON } from '../stores.js';

describe.skipIf(!hasPgBouncer())(
  'PgBouncer in transaction mode (skipped where pgbouncer is not installed)',
  () => {
    let bouncer: PgBouncer;
    let database: string;
    let throughBouncer: string;

    beforeAll(async () => {
      database = await createDatabase(inject('postgres').url);
      bouncer = await startPgBouncer(inject('postgres').url, 2);
      throughBouncer = `${bouncer.url}${new URL(database).pathname.slice(1)}`;
    });
    afterAll(async () => {
      await bouncer?.close();
      await dropDatabase(database);
    });

    it('makes the schema once, shares settings, messages and the lease, and leaves no lock behind', async () => {
      const [one, two] = (
        await Promise.all([0, 1].map(() => openPostgresStore({ url: throughBouncer })))
      ).map(closing);
      if (!one || !two) throw new Error('two stores are opened');
      const more = (by: typeof one) =>
        by.settings.change(['count'], ({ count }) => ({ set: { count: Number(count ?? 0) + 1 } }));
      await Promise.all(Array.from({ length: 30 }, (_, index) => more(index % 2 ? one : two)));
      expect(await one.settings.get('count')).toBe(30);

      const messages = Array.from({ length: 20 }, (_, id) => ({
        ...({ id: `m${id}`, kind: 'test', receiver: 'ops', createdAt: NOON, body: null } as const),
        recipient: `r${id}`,
      }));
      await one.outbox.queue(messages);
      const claims = await Promise.all([one, two].map((by, n) => by.outbox.claim(NOON, 60, 10, `h${n}`)));
      const claimed = claims.flat().map(({ id }) => id);
      expect(new Set(claimed).size).toBe(claimed.length);

      expect(await one.lease.acquire('one', NOON, 60, 'sharing')).toBeNull();
      expect(await two.lease.acquire('two', NOON, 60, 'sharing')).toBeNull();
      const snapshot = await two.snapshot();
      for await (const page of snapshot.usage({ from: '2026-03-01', to: '2026-04-01' }))
        expect(page).toEqual([]);
      await snapshot.close();
      const locks = `select count(*)::int as locks from pg_locks join pg_database on oid = database
        where locktype = 'advisory' and datname = current_database()`;
      expect(await queryDatabase(database, locks)).toEqual([{ locks: 0 }]);
    });
  },
);
