import { type Expression, sql } from 'kysely';

/** 1 when the month of a day is closed, else 0. The cast: better-sqlite3 binds every number as a real one. */
export function periodIsClosed(day: Expression<number>) {
  return sql<number>`exists (select 1 from closing where closing.period = cast(${day} / 100 as integer))`;
}
