import type { RejectedStore } from '../../stores/rejected-store.js';
import type { Database, Params } from '../database/database.js';

export function createRejectedStore(database: Database): RejectedStore {
  return { list: list(database), kinds: kinds(database) };
}

function list(database: Database): RejectedStore['list'] {
  const select = database.prepare((db, { limit }: Params<{ limit: number }>) =>
    db
      .selectFrom('rejected')
      .leftJoin('esim', 'esim.id', 'rejected.esim')
      .select(['iccid', 'what', 'reason', 'sample', 'first_at as firstAt', 'last_at as lastAt', 'times'])
      .orderBy('last_at', 'desc')
      .orderBy('rejected.id', 'desc')
      .limit(limit),
  );
  return async (limit) => await select.all({ limit });
}

function kinds(database: Database): RejectedStore['kinds'] {
  const select = database.prepare((db, { since }: Params<{ since: number }>) =>
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
  return async (since) => await select.all({ since });
}
