import type { RejectedStore } from '../../stores/rejected-store.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export function createRejectedStore(connection: Connection): RejectedStore {
  return { list: list(connection), kinds: kinds(connection) };
}

function list(connection: Connection): RejectedStore['list'] {
  const select = connection.prepare((db, { limit }: Params<{ limit: number }>) =>
    db
      .selectFrom('rejected')
      .leftJoin('esim', 'esim.id', 'rejected.esim')
      .select(['iccid', 'what', 'reason', 'sample', 'first_at as firstAt', 'last_at as lastAt', 'times'])
      .orderBy('last_at', 'desc')
      .orderBy('rejected.id', 'desc')
      .limit(limit),
  );
  return async (limit) => select.all({ limit });
}

function kinds(connection: Connection): RejectedStore['kinds'] {
  const select = connection.prepare((db, { since }: Params<{ since: number }>) =>
    db
      .selectFrom('rejected')
      .select(['what', 'reason'])
      .select((row) => [
        row.fn.count<number>('esim').distinct().as('esims'),
        row.fn.sum<number>('times').as('times'),
        row.fn.min('first_at').as('firstAt'),
        row.fn.max('last_at').as('lastAt'),
        row
          .selectFrom('rejected as newest')
          .select('newest.sample')
          .whereRef('newest.what', '=', 'rejected.what')
          .whereRef('newest.reason', '=', 'rejected.reason')
          .orderBy('newest.last_at', 'desc')
          .orderBy('newest.id', 'desc')
          .limit(1)
          .$asScalar()
          .$notNull()
          .as('sample'),
      ])
      .where('last_at', '>=', since)
      .groupBy(['what', 'reason'])
      .orderBy('lastAt', 'desc')
      .orderBy('times', 'desc'),
  );
  return async (since) => select.all({ since });
}
