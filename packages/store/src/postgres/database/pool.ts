import type { ConnectionOptions } from 'node:tls';
import pg from 'pg';

export interface PostgresAddress {
  /** `postgres://user@host:port/name`, with or without the password; `sslmode=disable` turns TLS off. */
  readonly url: string;
  readonly password?: string;
  /** Authorities to trust beside those of the system, in PEM form. */
  readonly ca?: string | readonly string[];
}

/** Milliseconds until an attempt to connect counts as failed. */
const CONNECTING = 10_000;

/** Loopback is the one place where nobody can listen in between. */
const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1', '[::1]']);

/** Opens no connection yet. */
export function createPool(address: PostgresAddress, max: number): pg.Pool {
  const pool = new pg.Pool({
    ...connectionOf(address),
    max,
    connectionTimeoutMillis: CONNECTING,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    application_name: 'roamwatch',
    types: { getTypeParser: parserOf },
  });
  // A connection that fails while idle is discarded; the next user gets a new one.
  pool.on('error', () => undefined);
  // One that fails while it is in use also fails its query, which is notice enough.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/**
 * The address as the driver takes it, for others that connect to the same database.
 *
 * @throws TypeError when the address is not one of PostgreSQL.
 */
export function connectionOf({ url, password, ca }: PostgresAddress): pg.PoolConfig {
  const parsed = new URL(url);
  const ssl = tlsFor(parsed, ca);
  for (const name of [...parsed.searchParams.keys()])
    if (name.startsWith('ssl')) parsed.searchParams.delete(name);
  // The driver ignores a password beside an address.
  if (password !== undefined) parsed.password = encodeURIComponent(password);
  return { connectionString: parsed.href, ssl };
}

/** The server's certificate is verified, its name included, unless the address disables this or is loopback. */
function tlsFor({ hostname, searchParams }: URL, ca: PostgresAddress['ca']): false | ConnectionOptions {
  const mode = searchParams.get('sslmode');
  if (mode === 'disable') return false;
  if (mode === null && LOOPBACK.has(hostname)) return false;
  return ca === undefined ? { rejectUnauthorized: true } : { rejectUnauthorized: true, ca: [ca].flat() };
}

/** The name of the database: its address without user, password and options. */
export function nameOf({ url }: PostgresAddress): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}

const BIGINT = 20;
const NUMERIC = 1700;

/** Lists of `integer`, `bigint` and `double precision`. */
const LISTS_OF_NUMBERS = new Set([1007, 1016, 1022]);

/**
 * Whole numbers come as text where they might be too large; ours never are. Sums come as `numeric`: of impossible figures the
 * nearest number will do.
 */
function parserOf(type: number, format?: 'text' | 'binary'): (text: string) => unknown {
  if (type === BIGINT) return exactNumber;
  if (type === NUMERIC) return Number;
  if (LISTS_OF_NUMBERS.has(type)) return numbers;
  return pg.types.getTypeParser(type, format as 'text') as (text: string) => unknown;
}

/** `{1,NULL,3}`, of finite numbers: the driver would look at every character. */
function numbers(text: string): readonly (number | null)[] {
  return JSON.parse(`[${text.slice(1, -1).replaceAll('NULL', 'null')}]`);
}

function exactNumber(text: string): number {
  const number = Number(text);
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER) throw new RangeError(`${text} is too large a number`);
  return number;
}
