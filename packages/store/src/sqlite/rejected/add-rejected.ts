import type { EsimKey, Rejected, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

/** `times`: how often; once where it is left out. */
type RejectedOften = Rejected & { readonly times?: number };

interface RejectedColumns {
  esim: number | null;
  what: Rejected['what'];
  reason: string;
  sample: string;
  at: number;
  times: number;
}

/** Kept once per eSIM, kind, reason and sample, with first and last time and a count. `esim` null: unknown. */
export function addRejected(
  connection: Connection,
): (esim: EsimKey | null, rejected: readonly RejectedOften[], at: UnixSeconds) => void {
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
        times: p.times,
      })
      .onConflict((again) => again.doUpdateSet({ last_at: p.at, times: sql`times + ${p.times}` })),
  );
  return (esim, rejected, at) =>
    connection.transaction(() => {
      for (const { what, reason, sample, times = 1 } of rejected) {
        upsert.run({ esim, what, reason, sample, at, times });
      }
    });
}
