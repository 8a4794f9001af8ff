import { randomBytes } from 'node:crypto';
import pg from 'pg';

/**
 * Makes a database on a server, as a copy of another one where that is named, and returns its address.
 *
 * @param server ends before the database's name.
 */
export async function createDatabase(server: string, template = 'template1'): Promise<string> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name} template ${template} strategy file_copy`);
  return `${server}${name}`;
}

/** Ends its connections and removes a database. */
export async function dropDatabase(url: string): Promise<void> {
  const { pathname } = new URL(url);
  await administer(
    url.slice(0, url.lastIndexOf('/') + 1),
    `drop database if exists ${pathname.slice(1)} with (force)`,
  );
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}postgres` });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Asks a database directly, past the program; returns the rows. */
export async function queryDatabase<Row extends object = Record<string, unknown>>(
  url: string,
  text: string,
  values?: readonly unknown[],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(text, values && [...values])).rows;
  } finally {
    await client.end();
  }
}

export interface HeldTransaction {
  /** The server's process for it. */
  readonly pid: number;
  /** Undoes it. */
  release(): Promise<void>;
}

/** Keeps a transaction open in which a statement has run: whoever wants what it locks waits for its release. */
export async function holdTransaction(url: string, text: string): Promise<HeldTransaction> {
  const client = new pg.Client({ connectionString: url });
  // The server may end before it is released.
  client.on('error', () => undefined);
  await client.connect();
  await client.query('begin');
  await client.query(text);
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return { pid: rows[0]?.pid ?? 0, release: () => client.end() };
}
