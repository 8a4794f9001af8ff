import type { PoolClient, QueryResult } from 'pg';
import { StoreError } from '../../store-error.js';

/**
 * Keeps this program from working on a schema that a newer version has changed meanwhile. Each transaction begins with it: while
 * one of them is open no step of the schema is made, and after a step none of them gets past its beginning.
 */
export class SchemaFence {
  readonly #newest: string;

  /** @param steps how many steps this program knows. */
  constructor(
    private readonly name: string,
    steps: number,
  ) {
    this.#newest = `select name from schema_step where position >= ${steps} order by position limit 1`;
  }

  /**
   * Begins a transaction with the statement `begin`, in one round trip. The lock comes first: it waits for a step that is being
   * made, and takes no snapshot, so that what is read after it is the schema as it is.
   *
   * @throws StoreError when a newer version has changed the schema.
   */
  async begin(client: PoolClient, begin: string): Promise<void> {
    const results: unknown = await client.query(
      `${begin}; lock table schema_step in access share mode; ${this.#newest}`,
    );
    this.#require((results as readonly QueryResult[]).at(-1));
  }

  /**
   * The same for a moment, without a transaction.
   *
   * @throws StoreError when a newer version has changed the schema.
   */
  async check(query: (sql: string) => Promise<QueryResult>): Promise<void> {
    this.#require(await query(this.#newest));
  }

  #require(found: QueryResult | undefined): void {
    const step = found?.rows[0]?.name;
    if (step !== undefined) throw newerVersion(this.name, String(step));
  }
}

/** @param step one that this program does not know. */
export function newerVersion(name: string, step: string): StoreError {
  return new StoreError(
    'newer-version',
    `${name} was made by a newer version of Roamwatch (schema step ${step}): install that one, or restore a backup`,
  );
}
