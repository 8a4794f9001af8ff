import type { EsimKey, Rejected, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

export interface RejectedStore {
  /** Kept once per eSIM, kind, reason and sample, with first and last time and a count. `esim` null: unknown. */
  add(esim: EsimKey | null, rejected: readonly Rejected[], at: UnixSeconds): void;
  /** The newest first. */
  list(limit: number): readonly RejectedRow[];
}

export interface RejectedRow extends Rejected {
  readonly iccid: string | null;
  readonly firstAt: UnixSeconds;
  readonly lastAt: UnixSeconds;
  readonly times: number;
}

export function createRejectedStore(connection: Connection): RejectedStore {
  return { add: add(connection), list: list(connection) };
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
