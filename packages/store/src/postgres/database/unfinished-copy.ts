import type { Pool } from 'pg';
import { StoreError } from '../../store-error.js';

/** Is there while a copy of an SQLite database is coming into this one: how far each table is. */
export const COPY_PROGRESS = 'database_copy';

/** @throws StoreError when a copy into the database was begun and not finished: half of it must not pass for the whole. */
export async function requireNoUnfinishedCopy(pool: Pool, name: string): Promise<void> {
  const { rows } = await pool.query('select to_regclass($1) is not null as unfinished', [COPY_PROGRESS]);
  if (rows[0]?.unfinished !== true) return;
  throw new StoreError(
    'unfinished-copy',
    `${name} contains a copy of an SQLite database that is not finished: run the same \`roamwatch db copy\` again, which resumes where it stopped`,
  );
}
