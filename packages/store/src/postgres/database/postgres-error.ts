import pg from 'pg';
import { StoreError, type StoreErrorReason } from '../../store-error.js';

/** PostgreSQL's error codes, or the beginnings of them, their meaning here, and what to do about them. */
const MEANINGS: readonly (readonly [code: string, reason: StoreErrorReason, advice: string])[] = [
  [
    '53100',
    'disk-full',
    'the disk of the database server is full: free some space; nothing of this step was stored',
  ],
  [
    '53300',
    'busy',
    'the database has no connection left: raise its max_connections, or put PgBouncer in front of it',
  ],
  ['53', 'busy', 'the database server is short of resources'],
  ['40', 'busy', 'the database refused the transaction each time it was tried, because of others: retry'],
  ['55P03', 'busy', 'others hold the database: wait for them'],
  ['57014', 'busy', 'the database took too long: retry'],
  ['57P', 'unreachable', 'the database server is going down or starting: wait for it'],
  ['08', 'unreachable', 'the connection to the database broke off: wait for it, or check `database.url`'],
  [
    '28',
    'cannot-open',
    'the database refused the user or the password: check `database` in the configuration',
  ],
  ['3D000', 'cannot-open', 'there is no such database on the server: create it, or check `database.url`'],
  ['42501', 'read-only', 'the user may not do this: make it the owner of the database'],
  ['25006', 'read-only', 'the database can only be read: connect to the primary server'],
  ['23', 'constraint', 'the database refused a row'],
  ['58', 'io', 'the disk of the database server failed: check it and the log of the server'],
  ['XX00', 'corrupt', 'the database is damaged: restore a backup'],
];

/** Failures of the connection itself, which Node reports. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** The driver's messages, without a code, for a lost connection. */
const BROKEN_OFF =
  /connection (was )?(terminated|ended|closed)|client has encountered a connection error|timeout exceeded when trying to connect|not queryable/i;

/** Turns what the driver throws into a `StoreError`; anything else comes back as it is. */
export function fromPostgres(error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error;
  if (error instanceof pg.DatabaseError) return meaningOf(error);
  if (isBrokenOff(error)) {
    return new StoreError('unreachable', `the database server does not answer (${detailOf(error)})`, {
      cause: error,
    });
  }
  if (/password must be/.test(error.message)) {
    return new StoreError('cannot-open', 'the database asks for a password: set `database.passwordFile`', {
      cause: error,
    });
  }
  if (isUntrusted(error)) {
    return new StoreError(
      'cannot-open',
      `the database server's certificate is not trusted (${error.message}): set \`tls.caFile\` to its authority's`,
      { cause: error },
    );
  }
  return error;
}

function meaningOf(error: pg.DatabaseError): unknown {
  const meaning = MEANINGS.find(([code]) => error.code?.startsWith(code));
  if (meaning === undefined) return error;
  const [, reason, advice] = meaning;
  return new StoreError(reason, `${advice} (${error.code}: ${error.message})`, { cause: error });
}

/** True when the connection failed, not the query. */
export function isBrokenOff(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return /^(57P|08)/.test(error.code ?? '');
  if (!(error instanceof Error)) return false;
  return UNREACHABLE.has(codeOf(error)) || BROKEN_OFF.test(error.message);
}

/** True when the same transaction may succeed when it runs again: others were in its way. */
export function isRefused(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(40P01|40001|23505)$/.test(error.code ?? '');
}

function isUntrusted(error: Error): boolean {
  return /CERT|SELF_SIGNED|TLS|VERIFY/.test(codeOf(error)) || /SSL|certificate/.test(error.message);
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : '';
}

/** Several attempts, one per address, have no text of their own. */
function detailOf(error: Error): string {
  return error.message === '' ? codeOf(error) : error.message;
}
