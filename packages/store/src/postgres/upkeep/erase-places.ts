import { sql } from 'kysely';
import { ERASED_LOCATION, ERASED_LOCATION_NAME } from '../../sql/usage/erased-location.js';
import type { Connection } from '../database/connection.js';

/** Adds up an eSIM's days over their places, which become one without a name; closed rows keep their number. */
export function erasePlaces(connection: Connection): (esim: number) => Promise<void> {
  return async (esim) => {
    await connection.change(sql`insert into location (id, name) values (${ERASED_LOCATION}, ${ERASED_LOCATION_NAME})
      on conflict do nothing`);
    await connection.change(sql`insert into daily_usage (esim, date, location, used_bytes, first_seen_at, last_changed_at,
        restated)
      select esim, date, ${sql.lit(ERASED_LOCATION)},
        ${connection.dialect.addedUpExactly('used_bytes')}, min(first_seen_at), max(last_changed_at), max(restated)
      from daily_usage where esim = ${esim} group by esim, date
      on conflict (esim, date, location) do update set used_bytes = excluded.used_bytes,
        last_changed_at = excluded.last_changed_at, restated = excluded.restated`);
    await connection.change(
      sql`delete from daily_usage where esim = ${esim} and location <> ${ERASED_LOCATION}`,
    );
    await connection.change(sql`delete from daily_usage_former where esim = ${esim}`);
    await connection.change(sql`delete from esim_place where esim = ${esim}`);
    await connection.change(sql`update closed_usage set location = ${ERASED_LOCATION}, country_code = ''
      where party in (select closed_party.id from closed_party
        join esim on esim.esim_id = closed_party.esim_id where esim.id = ${esim})`);
  };
}
