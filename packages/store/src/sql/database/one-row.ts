import { sql } from 'kysely';

/** For `limit`, as part of the text: SQLite plans a query with a parameter there again at every run. */
export const ONE_ROW = sql.lit(1);
