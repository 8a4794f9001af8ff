import type { UnixSeconds } from '@roamwatch/core';
import type { Selectable } from 'kysely';
import type { SilenceTable } from '../../schema/silence.js';
import type { Silence } from '../../stores/silence-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** Reads the silences that have not ended. */
export function activeSilences(connection: Connection): (at: UnixSeconds) => readonly Silence[] {
  const select = connection.prepare((db, { at }: Params<{ at: number }>) =>
    db.selectFrom('silence').selectAll().where('ends_at', '>', at).orderBy('id'),
  );
  return (at) => select.all({ at }).map(toSilence);
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
