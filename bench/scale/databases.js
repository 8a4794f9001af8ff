import { createDatabase, queryDatabase, startPostgres } from '@roamwatch/test-peers/postgres';
import SqliteDatabase from 'better-sqlite3';
import { cpuOfFamily, parentOf } from '../measure/cpu-of.js';

/** As a server is run: what is committed is on the disk, and old rows are cleaned up. */
const SETTINGS = {
  fsync: 'on',
  full_page_writes: 'on',
  autovacuum: 'on',
  shared_buffers: '512MB',
  max_wal_size: '4GB',
};

/** A PostgreSQL server of its own. Its CPU is that of all its processes, those that ended included. */
export async function startServer() {
  const server = await startPostgres(SETTINGS);
  const anyDatabase = `${server.url}postgres`;
  const [{ pid }] = await queryDatabase(
    anyDatabase,
    "select pid from pg_stat_activity where backend_type = 'checkpointer'",
  );
  const postmaster = parentOf(pid);
  return {
    cpuS: () => cpuOfFamily(postmaster),
    newDatabase: async () => postgres(await createDatabase(server.url)),
    close: () => server.close(),
  };
}

function postgres(url) {
  const ask = async (text) => (await queryDatabase(url, text))[0];
  return {
    kind: 'PostgreSQL',
    url,
    change: (text) => queryDatabase(url, text),
    /** Bytes of the log that is written before the tables are; what other databases of the server write counts, too. */
    logBytes: async () =>
      Number((await ask("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as bytes")).bytes),
    connections: async () =>
      (
        await ask(
          "select count(*)::int as open from pg_stat_activity where datname = current_database() and application_name like 'roamwatch%'",
        )
      ).open,
    /** Daily rows, and the bytes that their partitions take with all indexes. */
    dailyRows: async () => {
      const { count } = await ask('select count(*)::int from daily_usage');
      const { bytes } = await ask(
        "select coalesce(sum(pg_total_relation_size(inhrelid)), 0)::float8 as bytes from pg_inherits where inhparent = 'daily_usage'::regclass",
      );
      return { count, bytes };
    },
  };
}

export function sqliteDatabase(file) {
  return {
    kind: 'SQLite',
    url: `sqlite:${file}`,
    change(text) {
      const db = new SqliteDatabase(file);
      db.exec(text);
      db.close();
    },
  };
}

/**
 * Makes a fleet one that has been there for a while: all packages histories were requested. A cycle requests those of a new fleet
 * in small shares, which would be measured along with it.
 */
export async function haveHistories(database) {
  const now = Math.floor(Date.now() / 1_000);
  await database.change(`insert into purchase (esim, package_id, type, purchased_at, package_name, price, currency, updated_at, dated_at)
    select esim, 'europe-1gb-60d', 'esim', ${now} - 2592000, '1 GB - 60 Days', '4.5', 'USD', ${now} - 2592000, ${now} - 2592000
      from esim_state where history_fetched_at is null`);
  await database.change(`update esim_state set history_fetched_at = ${now} where history_fetched_at is null`);
}
