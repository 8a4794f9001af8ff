import { sql } from 'kysely';
import type { Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { ONE_ROW } from '../database/one-row.js';
import { ALERT_COLUMNS } from './alert.js';

/** Alerts that no rule is configured for: there is one of each, about the provider and about the account. */
export type BuiltInType = 'provider-down' | 'account-balance';

/** The epoch of an eSIM that has none yet. */
const BEFORE_FIRST_EPOCH = 0;

/** Part of the text of a query: with a parameter to be compared with indexes of open alerts alone, SQLite plans it again at every run. */
const OPEN = sql.lit<'open'>('open');

/** Alerts of eSIMs that are open, or of their current epoch or the one that brought its end. */
export function alertsOfQuery(db: Queries, { keys }: Params<{ keys: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('alert')
    .innerJoin('esim_state', 'esim_state.esim', 'alert.esim')
    .select(ALERT_COLUMNS)
    .where('alert.esim', 'in', keysIn(keys))
    .where((is) =>
      is.or([
        is('state', '=', OPEN),
        is('alert.epoch', '=', sql<number>`coalesce(esim_state.epoch, ${sql.lit(BEFORE_FIRST_EPOCH)})`),
        is('alert.epoch', '=', is.ref('esim_state.epoch_end_since')),
      ]),
    )
    .orderBy('alert.id');
}

/** The newest alert of a type that is built in. */
export function builtInAlertQuery(type: BuiltInType) {
  return (db: Queries) =>
    db
      .selectFrom('alert')
      .select(ALERT_COLUMNS)
      .where('esim', 'is', null)
      .where('rule_type', '=', sql.lit(type))
      .orderBy('id', 'desc')
      .limit(ONE_ROW);
}

/** Alerts of budgets that are open, or of a month that is evaluated. */
export function budgetAlertsQuery(db: Queries, { months }: Params<{ months: string }>, { keysIn }: Dialect) {
  return db
    .selectFrom('alert')
    .select(ALERT_COLUMNS)
    .where('esim', 'is', null)
    .where('rule_type', '=', 'budget')
    .where((is) => is.or([is('state', '=', OPEN), is('epoch', 'in', keysIn(months))]))
    .orderBy('id');
}
