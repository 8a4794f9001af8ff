import { sql } from 'kysely';
import type { OutboxStore } from '../../stores/outbox-store.js';
import type { Connection } from '../database/connection.js';

export function counts(connection: Connection): OutboxStore['counts'] {
  const pending = connection.prepare((db) =>
    db
      .selectFrom('message')
      .select((of) => [
        of.fn.countAll<number>().as('pending'),
        of.fn.min<number | null>('created_at').as('oldest'),
      ])
      .where('state', '=', sql.lit('pending')),
  );
  const dead = connection.prepare((db) =>
    db
      .selectFrom('message')
      .select((of) => of.fn.countAll<number>().as('dead'))
      .where('state', '=', sql.lit('dead')),
  );
  return () => {
    const waiting = pending.get({});
    return {
      pending: waiting?.pending ?? 0,
      dead: dead.get({})?.dead ?? 0,
      oldestPendingAt: waiting?.oldest ?? null,
    };
  };
}

export function nextDueAt(connection: Connection): OutboxStore['nextDueAt'] {
  const select = connection.prepare((db) =>
    db
      .selectFrom('message')
      .select(sql<number | null>`min(max(next_attempt_at, coalesce(lease_until, 0)))`.as('at'))
      .where('state', '=', sql.lit('pending')),
  );
  return () => select.get({})?.at ?? null;
}
