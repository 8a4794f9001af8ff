import { sql } from 'kysely';
import { forgetDigestsQuery } from '../../sql/usage/days-digest.js';
import type { Connection, Queries } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import { sqliteDialect } from '../database/sqlite-dialect.js';
import type { Params } from '../database/statement.js';

const ROWS_A_SLICE = 1_000;

type Slice = Params<{ period: number; after: number; to: number }>;

/**
 * Brings back what the retention has removed and a closed month still has: its days, as all closed months have them
 * together, and the readings of its reconciliation. Without this a month that is reopened would lose its figures.
 */
export function restorePruned(connection: Connection): (period: number) => Promise<void> {
  const days = connection.prepare((db, slice: Slice) =>
    db
      .insertInto('daily_usage')
      .columns(['esim', 'date', 'location', 'used_bytes', 'first_seen_at', 'last_changed_at', 'restated'])
      .expression(missingDays(db, slice))
      .onConflict((present) => present.doNothing()),
  );
  const readings = connection.prepare((db, slice: Slice) =>
    db
      .insertInto('reading')
      .columns(['esim', 'at', 'allowance_bytes', 'remaining_bytes', 'package_started_at', 'package_ends_at'])
      .expression(readingsOf(db, slice))
      .onConflict((present) => present.doNothing()),
  );
  const forgetDigests = connection.prepare(forgetDigestsQuery);
  const lastOf = {
    closed_usage: lastRow(connection, 'closed_usage'),
    closed_reconciliation: lastRow(connection, 'closed_reconciliation'),
  };
  return async (period) => {
    for (const [table, statement] of [
      ['closed_usage', days],
      ['closed_reconciliation', readings],
    ] as const) {
      const last = lastOf[table].get({ period })?.seq ?? 0;
      for (let after = 0; after < last; after += ROWS_A_SLICE) {
        statement.run({ period, after, to: after + ROWS_A_SLICE });
        await othersTurn();
      }
    }
    forgetDigests.run({});
  };
}

function lastRow(connection: Connection, table: 'closed_usage' | 'closed_reconciliation') {
  return connection.prepare((db, { period }: Params<{ period: number }>) =>
    db
      .selectFrom(table)
      .select((rows) => rows.fn.max('seq').as('seq'))
      .where('period', '=', period),
  );
}

function missingDays(db: Queries, { period, after, to }: Slice) {
  return db
    .selectFrom((rows) =>
      rows
        .selectFrom('closed_usage as row')
        .innerJoin('closed_party as party', 'party.id', 'row.party')
        .innerJoin('esim', 'esim.esim_id', 'party.esim_id')
        .select(['esim.id', 'esim.esim_id', 'row.date', 'row.location'])
        .distinct()
        .where('row.period', '=', period)
        .where('seq', '>', after)
        .where('seq', '<=', to)
        .as('day'),
    )
    .innerJoin('closed_party as owner', 'owner.esim_id', 'day.esim_id')
    .innerJoin('closing', (join) =>
      join.onRef('closing.period', '=', 'owner.period').on('closing.draft', 'is', null),
    )
    .innerJoin('closed_usage as closed', (join) =>
      join
        .onRef('closed.party', '=', 'owner.id')
        .onRef('closed.date', '=', 'day.date')
        .onRef('closed.location', '=', 'day.location'),
    )
    .select((of) => [
      'day.id as esim',
      'day.date',
      'day.location',
      sqliteDialect.addedUpExactly('closed.used_bytes').as('used_bytes'),
      of.fn.min('closed.first_seen_at').as('first_seen_at'),
      of.fn.max('closed.last_changed_at').as('last_changed_at'),
      of.fn.max('closed.restated').as('restated'),
    ])
    .groupBy(['day.id', 'day.date', 'day.location']);
}

function readingsOf(db: Queries, { period, after, to }: Slice) {
  const field = <Value>(name: string) => sql<Value>`json_extract(row, ${sql.lit(`$.${name}`)})`;
  return db
    .selectFrom('closed_reconciliation')
    .innerJoin('esim', (join) => join.on('esim.esim_id', '=', field<string>('esimId')))
    .select([
      'esim.id as esim',
      field<number>('readingAt').as('at'),
      field<number | null>('allowanceBytes').as('allowance_bytes'),
      field<number | null>('remainingBytes').as('remaining_bytes'),
      field<number | null>('packageStartedAt').as('package_started_at'),
      field<number | null>('packageEndsAt').as('package_ends_at'),
    ])
    .where('period', '=', period)
    .where('seq', '>', after)
    .where('seq', '<=', to)
    .where(field<number | null>('readingAt'), 'is not', null);
}
