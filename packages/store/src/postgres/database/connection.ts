import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RawBuilder } from 'kysely';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { type Bindable, type Build, type Database, ROWS_A_PAGE } from '../../sql/database/database.js';
import { bound } from './bind.js';
import { postgresDialect } from './postgres-dialect.js';
import { fromPostgres, isBrokenOff, isRefused } from './postgres-error.js';
import type { SchemaFence } from './schema-fence.js';
import { type Command, queries, type Runner, Statement } from './statement.js';

/** The most times a transaction runs while others are in its way. */
const ATTEMPTS = 5;
/** The longest wait, in milliseconds, for a server that does not answer before the first query. */
const PATIENCE = 10_000;
const PAUSE = 250;

/**
 * A process that is paused in the middle of a transaction must not keep from others for long what it has locked. The server undoes the
 * transaction then. Between two of its statements a process that runs takes milliseconds.
 */
const BEGIN = "begin; set local idle_in_transaction_session_timeout = '20s'";

/** The work of a client of the pool. */
interface Running {
  readonly client: PoolClient;
  /** One command at a time. */
  last: Promise<unknown>;
}

export interface Pools {
  /** For everything else. */
  readonly work: Pool;
  /** For what must not wait for a connection of `work`, nor be undone with a transaction. */
  readonly side: Pool;
  /** For snapshots, which keep a connection for as long as a report takes. */
  readonly snapshots: Pool;
}

/**
 * The connections to one database: typed statements, and transactions on them. Inside `transaction` everything that is requested of
 * this object goes through the transaction's own connection.
 */
export class Connection implements Database, Runner {
  readonly dialect = postgresDialect;
  readonly blocksWhileReading = false;
  readonly #current = new AsyncLocalStorage<Running>();
  #closing: Promise<unknown> | null = null;

  constructor(
    private readonly pools: Pools,
    private readonly fence: SchemaFence,
  ) {}

  prepare<P extends { readonly [Name in keyof P]: Bindable }, Row>(build: Build<P, Row>): Statement<P, Row> {
    return new Statement(this, build);
  }

  /** Runs a statement with its values inline, such as lists; returns the rows. */
  async rows<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]> {
    return (await this.run(commandOf(statement))).rows as Row[];
  }

  /** The same; returns how many rows it changed. */
  async change(statement: RawBuilder<unknown>): Promise<number> {
    return (await this.run(commandOf(statement))).rowCount ?? 0;
  }

  /** Runs a statement at once and for good, whatever becomes of the surrounding transaction, whose fence protects it too. */
  async apart<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]> {
    if (!this.#current.getStore()) return this.transaction(() => this.apart(statement));
    const { sql, values } = commandOf(statement);
    return translated(async () => (await this.pools.side.query(sql, bound(values))).rows as Row[]);
  }

  /** @throws StoreError when the server does not answer, or a newer version has changed the schema. */
  requireKnownSchema(): Promise<void> {
    return translated(() => this.fence.check((sql) => waitingFor(() => this.pools.work.query(sql))));
  }

  run(command: Command): Promise<QueryResult> {
    const current = this.#current.getStore();
    return translated(() => (current ? inTurn(current, command) : this.#alone(command)));
  }

  /**
   * Runs `work` in one transaction, whole or not at all, and again as a whole when others were in its way: what it decides must
   * follow from what it reads. Nested calls join the outer one.
   */
  transaction<T>(work: () => Promise<T>): Promise<T> {
    if (this.#current.getStore()) return work();
    return translated(() => this.#attempts(work));
  }

  /** The database as it is at this moment, for reading, whatever is written meanwhile. To be closed. */
  async snapshot(): Promise<Snapshot> {
    return translated(async () => {
      // The moment is that of the fence's query.
      return new Snapshot(
        await this.#begun(this.pools.snapshots, 'begin isolation level repeatable read read only'),
      );
    });
  }

  async *pages(command: Command): AsyncGenerator<unknown[]> {
    const snapshot = await this.snapshot();
    try {
      yield* snapshot.pages(command);
    } finally {
      await snapshot.close();
    }
  }

  async othersTurn(): Promise<void> {}

  async close(): Promise<void> {
    this.#closing ??= Promise.all(Object.values(this.pools).map((pool: Pool) => pool.end()));
    await this.#closing;
  }

  async #attempts<T>(work: () => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        if (attempt === ATTEMPTS || !isRefused(error)) throw error;
        await sleep(Math.random() * 20 * attempt);
      }
    }
  }

  async #attempt<T>(work: () => Promise<T>): Promise<T> {
    const client = await this.#begun(this.pools.work, BEGIN);
    const running: Running = { client, last: Promise.resolve() };
    let broken: unknown;
    try {
      const result = await this.#current.run(running, work);
      await running.last;
      await client.query('commit');
      return result;
    } catch (error) {
      broken = await undone(client, error);
      throw error;
    } finally {
      client.release(broken !== undefined);
    }
  }

  async #alone(command: Command): Promise<QueryResult> {
    const { sql, values, isReading } = command;
    if (isReading) return waitingFor(() => this.pools.work.query(sql, bound(values)));
    return this.#attempts(() => this.run(command));
  }

  /** Nothing was sent yet, so that a connection that turns out to be lost is replaced. */
  #begun(pool: Pool, begin: string): Promise<PoolClient> {
    return waitingFor(async () => {
      const client = await pool.connect();
      try {
        await this.fence.begin(client, begin);
        return client;
      } catch (error) {
        client.release(true);
        throw error;
      }
    });
  }
}

/** One moment of the database. */
export class Snapshot implements Database, Runner {
  readonly dialect = postgresDialect;
  readonly blocksWhileReading = false;
  readonly #running: Running;
  #cursors = 0;
  #isClosed = false;

  constructor(client: PoolClient) {
    this.#running = { client, last: Promise.resolve() };
  }

  prepare<P extends { readonly [Name in keyof P]: Bindable }, Row>(build: Build<P, Row>): Statement<P, Row> {
    return new Statement(this, build);
  }

  async rows<Row>(statement: RawBuilder<Row>): Promise<readonly Row[]> {
    return (await this.run(commandOf(statement))).rows as Row[];
  }

  /** Rows of a statement in pages. */
  stream<Row>(statement: RawBuilder<Row>): AsyncIterable<Row[]> {
    return this.pages(commandOf(statement)) as AsyncIterable<Row[]>;
  }

  run(command: Command): Promise<QueryResult> {
    return translated(() => inTurn(this.#running, command));
  }

  async *pages({ sql, values }: Command): AsyncGenerator<unknown[]> {
    this.#cursors += 1;
    const cursor = `pages_${this.#cursors}`;
    await this.run({ sql: `declare ${cursor} no scroll cursor for ${sql}`, values, isReading: true });
    for (;;) {
      const { rows } = await this.run({
        sql: `fetch ${ROWS_A_PAGE} from ${cursor}`,
        values: [],
        isReading: true,
      });
      if (rows.length > 0) yield rows;
      if (rows.length < ROWS_A_PAGE) break;
    }
    await this.run({ sql: `close ${cursor}`, values: [], isReading: true });
  }

  async othersTurn(): Promise<void> {}

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { client } = this.#running;
    await this.#running.last.catch(() => undefined);
    try {
      await client.query('commit');
      client.release();
    } catch {
      client.release(true);
    }
  }
}

function commandOf(statement: RawBuilder<unknown>): Command {
  const { sql, parameters } = statement.compile(queries);
  return { sql, values: parameters, isReading: /^\s*select\b/i.test(sql) };
}

/** A connection does one thing at a time. */
function inTurn(running: Running, { sql, values }: Command): Promise<QueryResult> {
  const result = running.last.then(() => running.client.query(sql, bound(values)));
  running.last = result.catch(() => undefined);
  return result;
}

/** Undoes a transaction. Returns why the connection is of no use any more; undefined when it is. */
async function undone(client: PoolClient, error: unknown): Promise<unknown> {
  if (isBrokenOff(error)) return error;
  try {
    await client.query('rollback');
    return undefined;
  } catch (failure) {
    return failure;
  }
}

async function waitingFor<T>(ask: () => Promise<T>): Promise<T> {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!isBrokenOff(error) || Date.now() > until) throw error;
      await sleep(PAUSE);
    }
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw fromPostgres(error);
  }
}
