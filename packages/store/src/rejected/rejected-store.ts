import type { EsimKey, Rejected, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export interface RejectedStore {
  /** Kept once per eSIM, kind, reason and sample, with first and last time and a count. `esim` null: unknown. */
  add(esim: EsimKey | null, rejected: readonly Rejected[], at: UnixSeconds): void;
  /** The newest first. */
  list(limit: number): readonly RejectedRow[];
  /** What was set aside since `since`, by kind and reason, with the newest example; the newest first. */
  kinds(since: UnixSeconds): readonly RejectedKind[];
}

export interface RejectedKind extends Rejected {
  /** How many eSIMs it is about; 0 when that is unknown. */
  readonly esims: number;
  readonly firstAt: UnixSeconds;
  readonly lastAt: UnixSeconds;
  readonly times: number;
}

export interface RejectedRow extends Rejected {
  readonly iccid: string | null;
  readonly firstAt: UnixSeconds;
  readonly lastAt: UnixSeconds;
  readonly times: number;
}

export function createRejectedStore(connection: Connection): RejectedStore {
  return { add: add(connection), list: list(connection), kinds: kinds(connection) };
}

interface RejectedColumns {
  esim: number | null;
  what: Rejected['what'];
  reason: string;
  sample: string;
  at: number;
}

function add(connection: Connection): RejectedStore['add'] {
  const upsert = connection.prepare((db, p: Params<RejectedColumns>) =>
    db
      .insertInto('rejected')
      .values({
        esim: p.esim,
        what: p.what,
        reason: p.reason,
        sample: p.sample,
        first_at: p.at,
        last_at: p.at,
        times: 1,
      })
      .onConflict((again) => again.doUpdateSet({ last_at: p.at, times: sql`times + 1` })),
  );
  return (esim, rejected, at) =>
    connection.transaction(() => {
      for (const { what, reason, sample } of rejected) upsert.run({ esim, what, reason, sample, at });
    });
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
  return (limit) => select.all({ limit });
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
  return (since) => select.all({ since });
}
