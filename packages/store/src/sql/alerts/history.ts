import type { AlertStore } from '../../stores/alert-store.js';
import type { Database, Params } from '../database/database.js';
import { inventoryInForce } from '../inventory/in-force.js';

/** Label and cost centre are those of the day of the event. */
export function history(database: Database): AlertStore['history'] {
  const select = database.prepare(
    (db, { limit, before }: Params<{ limit: number; before: number }>, { dayAt }) =>
      db
        .selectFrom('alert_event')
        .innerJoin('alert', 'alert.id', 'alert_event.alert')
        .leftJoin('esim', 'esim.id', 'alert.esim')
        .leftJoin('inventory', (join) => join.on(inventoryInForce(dayAt('alert_event.at'))))
        .select(['alert_event.id', 'alert', 'at', 'change', 'alert_event.severity', 'rule', 'rule_type'])
        .select(['esim.iccid', 'label', 'cost_centre', 'alert_event.reason'])
        .where('alert_event.id', '<', before)
        .orderBy('alert_event.id', 'desc')
        .limit(limit),
  );
  return async (limit, before = Number.MAX_SAFE_INTEGER) =>
    (await select.all({ limit, before })).map(({ alert, rule_type, reason, cost_centre, ...row }) => ({
      ...row,
      ruleType: rule_type,
      alertId: alert,
      costCentre: cost_centre,
      reason: JSON.parse(reason),
    }));
}
