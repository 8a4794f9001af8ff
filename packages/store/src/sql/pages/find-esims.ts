import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { dayOf } from '../../schema/day.js';
import type { EsimQuery } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import { SLICE_AWAITED_MS } from '../database/slice-size.js';
import { type EsimWindow, esimWindows } from '../fleet/esim-windows.js';
import { cursorOf, placeOf } from './cursor.js';
import { comesAfter, type KeyRow, type OrderPart, orderOf, type Values } from './esim-order.js';
import { allOf, filtersInOrder, matchesOf, rowHoldsText } from './matching.js';
import { keysIn, rowsOf } from './query.js';

/** An eSIM of a page. */
interface Found {
  readonly esim: number;
  /** Where the page after it begins. */
  readonly cursor: string;
}

/** Rows read at once where a search is looked for among them; ever more, should few of them match. */
const FIRST_CHUNK = 2_000;

/** The eSIMs of a page, in order, and one more, if there is one. */
export function findEsims(database: Database): (query: EsimQuery) => Promise<readonly Found[]> {
  const { dialect } = database;
  const windows = esimWindows(database, SLICE_AWAITED_MS);
  return async (query) => {
    const on = dayOf(query.now);
    const matches = await matchesOf(database, query, on);
    const conditions =
      matches === null
        ? filtersInOrder(query, on, dialect)
        : [sql<SqlBool>`esim.id in ${keysIn(database, matches)}`];
    const holds = matches === null && query.search !== '' ? rowHoldsText(query, on, dialect) : null;
    const [startPart = 0, ...startValues] = placeOf(query.after) ?? [];
    const found: Found[] = [];
    for (const [index, part] of orderOf(query, on, dialect, matches !== null).entries()) {
      const wanted = query.limit + 1 - found.length;
      if (index < startPart || wanted <= 0) continue;
      const after = index === startPart ? await startOf(database, part, startValues) : null;
      const stretch = { part, index, conditions, after };
      if (holds !== null) found.push(...(await foundHolding(database, stretch, holds, wanted)));
      else if (part.isWithoutIndex && matches === null) {
        found.push(...(await foundInWindows(database, stretch, windows(), wanted)));
      } else found.push(...(await foundIn(database, stretch, wanted)));
    }
    return found;
  };
}

/** The keys of a place; null where it is none of this part. */
async function startOf(database: Database, part: OrderPart, place: Values): Promise<Values | null> {
  if (part.placeBy === undefined) return place.length === part.keys.length ? place : null;
  const [iccid, ...others] = place;
  if (iccid === undefined || others.length > 0) return null;
  const [row] = await rowsOf(database, part.placeBy(iccid));
  return row === undefined ? null : keysOf({ part }, row);
}

/** Rows of a part of the order, from a place in it on. */
interface Stretch {
  readonly part: OrderPart;
  readonly index: number;
  readonly conditions: readonly RawBuilder<SqlBool>[];
  readonly after: Values | null;
}

async function foundIn(database: Database, stretch: Stretch, limit: number): Promise<readonly Found[]> {
  const rows = await rowsOf(database, inOrder(stretch, limit));
  return rows.map((row) => foundAt(stretch, row));
}

/** Of each window those that come first; what they have in common is sorted here. A whole fleet at once keeps others waiting. */
async function foundInWindows(
  database: Database,
  stretch: Stretch,
  windows: AsyncIterable<EsimWindow>,
  limit: number,
): Promise<readonly Found[]> {
  let first: readonly FoundRow[] = [];
  for await (const { after, upTo } of windows) {
    const inWindow = sql<SqlBool>`esim.id > ${after} and esim.id <= ${upTo}`;
    const conditions = [inWindow, ...stretch.conditions];
    const rows = await rowsOf(database, inOrder({ ...stretch, conditions }, limit));
    first = [...first, ...rows]
      .sort((a, b) => compareKeys(keysOf(stretch, a), keysOf(stretch, b)))
      .slice(0, limit);
  }
  return first.map((row) => foundAt(stretch, row));
}

/** Keys of orders without an index are numbers. */
function compareKeys(a: Values, b: Values): number {
  const differing = a.findIndex((key, i) => key !== b[i]);
  return differing < 0 ? 0 : Number(a[differing]) - Number(b[differing]);
}

/** The search is looked for in so many rows at a time: many match, so that a page is full soon. */
async function foundHolding(
  database: Database,
  stretch: Stretch,
  holds: RawBuilder<number>,
  limit: number,
): Promise<readonly Found[]> {
  const found: Found[] = [];
  let { after } = stretch;
  for (let chunk = FIRST_CHUNK; ; chunk *= 8) {
    const rows = await rowsOf(
      database,
      sql<FoundRow & { readonly holds: number }>`select chunk.*, ${holds} as holds
        from (${inOrder({ ...stretch, after }, chunk)}) as chunk join esim on esim.id = chunk.esim
        order by ${sql.join(stretch.part.keys.map((_, i) => sql.ref(`chunk.key_${i}`)))}`,
    );
    for (const row of rows) {
      if (row.holds === 1) found.push(foundAt(stretch, row));
      if (found.length === limit) return found;
    }
    const last = rows.at(-1);
    if (rows.length < chunk || last === undefined) return found;
    after = keysOf(stretch, last);
  }
}

function inOrder({ part, conditions, after }: Stretch, limit: number): RawBuilder<FoundRow> {
  const { from, where, keys } = part;
  const start = after === null ? [] : [comesAfter(part, after)];
  const names = sql.join(keys.map((key, i) => sql`${key} as ${sql.ref(`key_${i}`)}`));
  return sql<FoundRow>`select esim.id as esim, ${names} from ${from}
    where ${allOf([where, sql<SqlBool>`esim.left_list_at is null`, ...conditions, ...start])}
    order by ${sql.join(keys)} limit ${limit}`;
}

function foundAt(stretch: Stretch, row: FoundRow): Found {
  const keys = keysOf(stretch, row);
  const place = stretch.part.placeBy === undefined ? keys : keys.slice(-1);
  return { esim: row.esim, cursor: cursorOf([stretch.index, ...place]) };
}

function keysOf({ part }: Pick<Stretch, 'part'>, row: KeyRow): Values {
  return part.keys.map((_, i) => row[`key_${i}`] ?? null);
}

/** Beside the eSIM the keys of the order, `key_0` and so on. */
type FoundRow = { readonly esim: number } & KeyRow;
