import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { storable } from '../postgres/database/bind.js';
import type { Column, Row } from './tables.js';

/** The digest of a table, so that two databases can be compared: exact, as decimal text. */
export interface Tally {
  readonly rows: number;
  /** Of each column of numbers. */
  readonly sums: Readonly<Record<string, string>>;
  /** The sum of a digest of every row, so that texts count as well; the order of rows does not matter. */
  readonly digest: string;
}

/** Of the SHA-256 of a row. */
const DIGEST_BYTES = 6;

/** Counts rows as `tallyQuery` does on the server. */
export class Counter {
  #rows = 0;
  #digest = 0n;
  readonly #sums: Map<string, bigint>;

  constructor(private readonly columns: readonly Column[]) {
    this.#sums = new Map(columns.filter(isNumber).map(({ name }) => [name, 0n]));
  }

  get rows(): number {
    return this.#rows;
  }

  add(row: Row): void {
    this.#rows += 1;
    const values = this.columns.map(({ name }) => row[name] ?? null);
    for (const [name, sum] of this.#sums) this.#sums.set(name, sum + BigInt(row[name] ?? 0));
    const digest = createHash('sha256').update(values.map(delimited).join(',')).digest();
    this.#digest += BigInt(digest.readUIntBE(0, DIGEST_BYTES));
  }

  tally(): Tally {
    const sums = Object.fromEntries(Array.from(this.#sums, ([name, sum]) => [name, String(sum)]));
    return { rows: this.#rows, sums, digest: String(this.#digest) };
  }
}

/** The length goes first, so that no text can pass for two. */
function delimited(value: string | number | null): string {
  if (value === null) return '-';
  const text = String(storable(value));
  return `${Buffer.byteLength(text)}:${text}`;
}

/** One row with `rows`, `digest` and a column for each sum, all as text. */
export function tallyQuery(table: string, columns: readonly Column[]): RawBuilder<Record<string, string>> {
  const parts = columns.map(({ name }) => {
    const text = sql`${sql.ref(name)}::text`;
    return sql`coalesce(octet_length(convert_to(${text}, 'UTF8')) || ':' || ${text}, '-')`;
  });
  const digest = sql`encode(sha256(convert_to(concat_ws(',', ${sql.join(parts)}), 'UTF8')), 'hex')`;
  const bits = sql.raw(`bit(${DIGEST_BYTES * 8})`);
  const sums = columns
    .filter(isNumber)
    .map(({ name }) => sql`, coalesce(sum(${sql.ref(name)}), 0)::text as ${sql.ref(`sum_${name}`)}`);
  return sql`select count(*)::text as rows,
    coalesce(sum(('x' || left(${digest}, ${sql.lit(DIGEST_BYTES * 2)}))::${bits}::bigint), 0)::text as digest
    ${sql.join(sums, sql``)} from ${sql.table(table)}`;
}

export function tallyOf(row: Readonly<Record<string, string>>, columns: readonly Column[]): Tally {
  const sums = columns.filter(isNumber).map(({ name }) => [name, row[`sum_${name}`] ?? '0']);
  return { rows: Number(row.rows), sums: Object.fromEntries(sums), digest: row.digest ?? '0' };
}

function isNumber({ type }: Column): boolean {
  return type !== 'text';
}
