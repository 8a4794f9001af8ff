import type { EsimKey, Rejected, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

export interface RejectedOf {
  /** Null: unknown. */
  readonly esim: EsimKey | null;
  /** `times`: how often; once where it is left out. */
  readonly rejected: readonly (Rejected & { readonly times?: number })[];
  readonly at: UnixSeconds;
}

/** Kept once per eSIM, kind, reason and sample, with first and last time and a count. */
export function addRejected(connection: Connection): (all: readonly RejectedOf[]) => Promise<void> {
  return async (all) => {
    const counted = countedOnce(all);
    if (counted.length === 0) return;
    await connection.change(sql`insert into rejected (esim, what, reason, sample, first_at, last_at, times)
      select esim, what, reason, sample, at, at, times from ${tableOf('given', counted, {
        esim: 'bigint',
        what: 'text',
        reason: 'text',
        sample: 'text',
        at: 'bigint',
        times: 'bigint',
      })} order by position
      on conflict (coalesce(esim, 0), what, md5(reason), md5(sample))
      do update set last_at = excluded.last_at, times = rejected.times + excluded.times`);
  };
}

interface Counted extends Rejected {
  readonly esim: EsimKey | null;
  readonly at: UnixSeconds;
  readonly times: number;
}

/** A statement cannot change the same row twice. */
function countedOnce(all: readonly RejectedOf[]): readonly Counted[] {
  const counted = new Map<string, Counted>();
  for (const { esim, rejected, at } of all) {
    for (const { what, reason, sample, times = 1 } of rejected) {
      const key = JSON.stringify([esim, what, reason, sample]);
      counted.set(key, { esim, what, reason, sample, at, times: (counted.get(key)?.times ?? 0) + times });
    }
  }
  return [...counted.values()];
}
