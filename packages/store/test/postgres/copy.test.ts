import { queryDatabase } from '@roamwatch/test-peers/postgres';
import SqliteDatabase from 'better-sqlite3';
import { expect, test } from 'vitest';
import { DatabaseCopy } from '../../src/copy/index.js';
import { openStore } from '../../src/index.js';
import { openPostgresStore } from '../../src/postgres/index.js';
import { closing, freshDatabase, freshFile, listed, NOON, openAlert } from '../stores.js';

type Row = Readonly<Record<string, unknown>>;

/** What the schema lets stand in a column, by its name or by table and name. */
const ALLOWED: Readonly<Record<string, readonly (string | number)[]>> = {
  'alert.state': ['open', 'resolved'],
  'message.state': ['pending', 'sent', 'obsolete', 'dead'],
  severity: ['warning', 'critical'],
  'operator_action.action': ['retried', 'discarded', 'inventory-replaced'],
  'closing_event.action': ['closed', 'reopened'],
  role: ['viewer', 'operator'],
  usage_check: [0, 1],
  unlimited: [0, 1],
  top_up: [0, 1],
  restated: [0, 1],
  correction: [0, 1],
  unlimited_by_usage: [0, 1],
  refund: [0, 1],
  schema_version: [1, 2],
  valid_until: [99_999_999],
};

const ROWS: Readonly<Record<string, number>> = { daily_usage: 1_300 };
const MANY = 24;

/** What an array, a quote or a line could break at. */
const HARD = `ä€😀 "it's" {a,b} \\N\t\n, NULL`;

/** Of the work that is under way in a database, which stays there. */
const OF_ITS_WORK = ['lease', 'poll_shard'];

/** An SQLite database in which every table that is copied is full of rows. */
function full(): string {
  const file = freshFile();
  void openStore({ file }).close();
  const sqlite = closing(new SqliteDatabase(file));
  sqlite.pragma('foreign_keys = off');
  for (const table of tablesOf(sqlite)) fill(sqlite, table);
  expect(sqlite.pragma('foreign_key_check')).toEqual([]);
  // A number that was given is not given again, even when its row is gone.
  sqlite.exec("update sqlite_sequence set seq = 900 where name = 'alert'");
  return file;
}

function tablesOf(sqlite: SqliteDatabase.Database): string[] {
  return sqlite
    .prepare<[], string>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
    .pluck()
    .all()
    .filter((name) => !OF_ITS_WORK.includes(name));
}

function fill(sqlite: SqliteDatabase.Database, table: string): void {
  sqlite.exec(`delete from ${table}`);
  const columns = sqlite
    .prepare<[string], { name: string; type: string; required: number; pk: number }>(
      'select name, type, "notnull" as required, pk from pragma_table_info(?)',
    )
    .all(table);
  const parents = new Set(
    sqlite.prepare<[string], string>('select "from" from pragma_foreign_key_list(?)').pluck().all(table),
  );
  const insert = sqlite.prepare(
    `insert into ${table} (${columns.map(({ name }) => name)}) values (${columns.map(() => '?')})`,
  );
  sqlite.transaction(() => {
    for (let row = 1; row <= (ROWS[table] ?? MANY); row++) {
      insert.run(
        columns.map(({ name, type, required, pk }) => {
          const allowed = ALLOWED[`${table}.${name}`] ?? ALLOWED[name];
          if (allowed) return allowed[row % allowed.length];
          if (name === 'period') return periodOf(row);
          if (parents.has(name)) return 1 + ((row - 1) % MANY);
          if (name === 'date') return periodOf(row) * 100 + 1 + Math.floor(row / MANY);
          if (required === 0 && pk === 0 && row % 3 === 0) return null;
          return type.toLowerCase() === 'text' ? `${name} ${row} ${HARD}` : row + (pk > 0 ? 0 : 2 ** 40);
        }),
      );
    }
  })();
}

/** Of two years. */
function periodOf(row: number): number {
  return (2022 + Math.floor(((row - 1) % MANY) / 12)) * 100 + 1 + ((row - 1) % 12);
}

/** As text, whole numbers too. */
const told = (rows: readonly Row[]) =>
  rows
    .map((row) =>
      JSON.stringify(
        Object.fromEntries(Object.entries(row).map(([k, v]) => [k, v === null ? v : String(v)])),
      ),
    )
    .sort();

async function expectSame(file: string, url: string): Promise<void> {
  const sqlite = closing(new SqliteDatabase(file, { readonly: true }));
  for (const table of tablesOf(sqlite)) {
    const columns = sqlite
      .prepare<[string], string>('select name from pragma_table_info(?)')
      .pluck()
      .all(table);
    const rows = sqlite.prepare<[], Row>(`select ${columns} from ${table}`).all();
    expect(rows.length, table).toBeGreaterThan(0);
    expect(told(await queryDatabase(url, `select ${columns} from ${table}`)), table).toEqual(told(rows));
  }
}

const copyOf = async (file: string, url: string) => closing(await DatabaseCopy.open(file, { url }));

test('every table is copied row by row, and each month of usage into its own partition', async () => {
  const file = full();
  const url = await freshDatabase();
  const copied = await (await copyOf(file, url)).run();
  await expectSame(file, url);
  expect(copied.find(({ table }) => table === 'daily_usage')).toEqual({ table: 'daily_usage', rows: 1_300 });
  const partitions = await queryDatabase(
    url,
    "select 1 from pg_inherits where inhparent = 'daily_usage'::regclass",
  );
  expect(partitions).toHaveLength(MANY);
  // Whoever opens it next finds a database like any other, and new rows get numbers that none had.
  const store = closing(await openPostgresStore({ url, now: () => NOON }));
  await store.fleet.recordListed({ esims: [listed('new')], rejected: [] }, NOON);
  expect(await queryDatabase(url, "select id from esim where esim_id = 'new'")).toEqual([
    { id: String(MANY + 1) },
  ]);
  expect(await openAlert(store, MANY + 1)).toBe(901);
  await expect((await copyOf(file, url)).run()).rejects.toMatchObject({
    reason: 'not-ours',
    message: expect.stringContaining('contains the data of an installation already'),
  });
});

test('a copy that is stopped anywhere resumes, and until it is complete nothing else can use it', async () => {
  const file = full();
  const url = await freshDatabase();
  let runs = 0;
  for (let finished = false; !finished; runs++) {
    const copy = await copyOf(file, url);
    const stop = new AbortController();
    let batches = 0;
    const onProgress = ({ phase }: { phase: string }) => {
      batches += phase === 'copying' ? 1 : 0;
      if (batches === 8) stop.abort();
    };
    finished = await copy.run({ signal: stop.signal, onProgress }).then(
      () => true,
      (error: unknown) => {
        if (stop.signal.aborted) return false;
        throw error;
      },
    );
    if (finished) break;
    await expect(openPostgresStore({ url })).rejects.toMatchObject({ reason: 'unfinished-copy' });
  }
  expect(runs).toBeGreaterThan(3);
  await expectSame(file, url);
});

test('changes on either side since a copy began are detected, and the message explains how to recover', async () => {
  const file = full();
  const stopped = async () => {
    const url = await freshDatabase();
    const stop = new AbortController();
    const copying = (await copyOf(file, url)).run({
      signal: stop.signal,
      onProgress: ({ phase, done }) => phase === 'copying' && done > 1_000 && stop.abort(),
    });
    await expect(copying).rejects.toThrow();
    return url;
  };
  const target = await stopped();
  // As many, and as long: only the text is another.
  await queryDatabase(target, "update location set name = replace(name, 'ä', 'ö') where id = 7");
  await expect((await copyOf(file, target)).run()).rejects.toMatchObject({
    reason: 'differs',
    message: expect.stringContaining(`table location has ${MANY} of ${MANY} places, or other figures`),
  });
  await expect(openPostgresStore({ url: target })).rejects.toMatchObject({ reason: 'unfinished-copy' });
  const source = await stopped();
  closing(new SqliteDatabase(file)).exec("update setting set value = 'other'");
  await expect((await copyOf(file, source)).run()).rejects.toMatchObject({
    reason: 'differs',
    message: expect.stringMatching(/has changed since \(settings\).*copy again/),
  });
});
