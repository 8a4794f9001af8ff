import type { EsimKey, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import {
  type DueByClock,
  dueByClockParams,
  dueByClockQuery,
  forgetClockQuery,
} from '../../sql/fleet/clock-due.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

export function dueByClock(connection: Connection): (due: DueByClock) => Promise<readonly EsimKey[]> {
  const select = connection.prepare(dueByClockQuery);
  return async (due) => (await select.all(dueByClockParams(due))).map(({ id }) => id);
}

/** One statement for a batch; rows whose instant stays the same are not written. */
export function setClockDue(
  connection: Connection,
): (due: ReadonlyMap<EsimKey, UnixSeconds>) => Promise<void> {
  return async (due) => {
    const rows = [...due].map(([esim, at]) => ({ esim, at }));
    await connection.change(sql`update esim_state set clock_due_at = due.at
      from ${tableOf('due', rows, { esim: 'bigint', at: 'bigint' })}
      where esim_state.esim = due.esim and esim_state.clock_due_at is distinct from due.at`);
  };
}

/** Makes every eSIM due by the clock and every answer worth evaluating. */
export function forgetClock(connection: Connection): () => Promise<void> {
  const update = connection.prepare(forgetClockQuery);
  return async () => void (await update.run({}));
}
