import { sql } from 'kysely';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';

type Before = Params<{ before: number }>;

/** To the last one of each UTC day. */
export function thinReadingsQuery(db: Queries, { before }: Before) {
  return db
    .deleteFrom('reading')
    .where('at', '<', before)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('reading as later')
          .select('later.at')
          .whereRef('later.esim', '=', 'reading.esim')
          .whereRef('later.at', '>', 'reading.at')
          .where('later.at', '<', nextMidnight),
      ),
    );
}

export function dropReadingsQuery(db: Queries, { before }: Before, { dayAt }: Dialect) {
  return db
    .deleteFrom('reading')
    .where('at', '<', before)
    .where(sql<number>`${dayAt('at')} / 100`, 'in', closedMonths(db));
}

/**
 * An alert of the current epoch, and the newest of each rule about no single eSIM, stay although they are resolved: they
 * are what keeps the rule from firing again.
 */
export function dropAlertsQuery(db: Queries, { before }: Before) {
  return db
    .deleteFrom('alert')
    .where('state', '=', 'resolved')
    .where('resolved_at', '<', before)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('esim_state')
            .select('esim_state.esim')
            .whereRef('esim_state.esim', '=', 'alert.esim')
            .where(sql`coalesce(esim_state.epoch_end_since, 0)`, '<=', sql.ref('alert.epoch')),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('notification')
            .leftJoin('message', 'message.seq', 'notification.message')
            .select('notification.id')
            .whereRef('notification.alert', '=', 'alert.id')
            .where('notification.discarded_at', 'is', null)
            .where((is) =>
              is.or([is('notification.message', 'is', null), is('message.state', '=', 'pending')]),
            ),
        ),
      ),
    )
    .where('alert.id', 'not in', (about) =>
      about
        .selectFrom('alert as newest')
        .select((of) => of.fn.max('newest.id').as('id'))
        .where('newest.esim', 'is', null)
        .groupBy('newest.rule'),
    );
}

export function dropMessagesQuery(db: Queries, { before }: Before) {
  return db
    .deleteFrom('message')
    .where('state', '<>', 'pending')
    .where('finished_at', '<', before)
    .where('seq', 'not in', (notified) =>
      notified
        .selectFrom('notification')
        .select((notification) => notification.ref('message').$notNull().as('message'))
        .where('message', 'is not', null),
    );
}

export function dropCyclesQuery(db: Queries, { before }: Before) {
  return db.deleteFrom('cycle').where('begun_at', '<', before).where('id', '<', newestGoodCycle);
}

export function dropRejectedQuery(db: Queries, { before }: Before) {
  return db.deleteFrom('rejected').where('last_at', '<', before);
}

export function dropDaysQuery(db: Queries, { before }: Before, dialect: Dialect) {
  return db
    .deleteFrom('daily_usage')
    .where('date', '<', before)
    .where(sql<number>`date / 100`, 'in', closedMonths(db))
    .where(closedAsItIs(dialect));
}

export function dropFormerDaysQuery(db: Queries, { before }: Before) {
  return db
    .deleteFrom('daily_usage_former')
    .where('date', '<', before)
    .where(sql<number>`date / 100`, 'in', closedMonths(db));
}

/** Only what a closed month has stored may go; the figures of an open month exist nowhere else. */
function closedMonths(db: Queries) {
  return db.selectFrom('closing').select('period').where('draft', 'is', null);
}

/** A day that changed after its closing stays until a later closing has stored the correction. */
const closedAsItIs = ({ addedUpExactly }: Dialect) => sql<boolean>`(
  not exists (
    select 1 from late_usage where late_usage.esim = daily_usage.esim and late_usage.date = daily_usage.date
  )
  or used_bytes = (
    select ${addedUpExactly('closed.used_bytes')} from esim
    join closed_party on closed_party.esim_id = esim.esim_id
    join closing on closing.period = closed_party.period and closing.draft is null
    join closed_usage as closed on closed.party = closed_party.id
      and closed.date = daily_usage.date and closed.location = daily_usage.location
    where esim.id = daily_usage.esim
  ))`;

/** The end of the UTC day of a reading. */
const nextMidnight = sql<number>`(reading.at / 86400 + 1) * 86400`;

/** The last good poll stays known, and `consecutiveFailures` counts from it. */
const newestGoodCycle = sql<number>`(
  select coalesce(max(id), 0) from cycle where ended_at is not null and error is null)`;
