import type { Selectable } from 'kysely';
import type { SilenceTable } from '../../schema/silence.js';
import type { Silence } from '../../stores/silence-store.js';
import type { Params, Queries } from '../database/database.js';

/** The silences that have not ended. */
export function activeSilencesQuery(db: Queries, { at }: Params<{ at: number }>) {
  return db.selectFrom('silence').selectAll().where('ends_at', '>', at).orderBy('id');
}

export function toSilence(row: Selectable<SilenceTable>): Silence {
  return {
    id: row.id,
    matcher: row.matcher,
    comment: row.comment,
    createdAt: row.created_at,
    endsAt: row.ends_at,
    createdBy: row.created_by,
    endedBy: row.ended_by,
  };
}
