import { sql } from 'kysely';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { PageStore } from '../../stores/page-store.js';
import type { Database } from '../database/database.js';
import {
  alert,
  alertCounts,
  alerts,
  alertsOfEsim,
  eventsOf,
  notificationsOf,
  openSubjects,
} from './alerts.js';
import { esimFilters, esimsByAlert, notMonitored } from './counts.js';
import { esim } from './esim.js';
import { esims } from './esims.js';
import { inventory, withoutEntry } from './inventory.js';
import { handledMessages, inventoryReplaced } from './operator-actions.js';
import { rowsOf } from './query.js';
import { undelivered } from './undelivered.js';

export function createPageStore(
  database: Database,
  { countByStatus }: Pick<FleetStore, 'countByStatus'>,
): PageStore {
  return {
    esims: esims(database),
    esimFilters: esimFilters(database, countByStatus),
    notMonitored: notMonitored(database, countByStatus),
    alerts: alerts(database),
    alert: alert(database),
    alertsOfEsim: alertsOfEsim(database),
    alertCounts: alertCounts(database),
    esimsByAlert: esimsByAlert(database),
    eventsOf: eventsOf(database),
    notificationsOf: notificationsOf(database),
    undelivered: undelivered(database),
    handledMessages: handledMessages(database),
    inventoryReplaced: inventoryReplaced(database),
    openSubjects: openSubjects(database),
    withoutEntry: withoutEntry(database),
    inventory: inventory(database),
    esim: esim(database),
    polling: polling(database),
    revision: revision(database),
  };
}

function polling(database: Database): PageStore['polling'] {
  return async () => {
    const [ended] = await rowsOf(
      database,
      sql<{ at: number; error: string | null }>`select ended_at as at, error from cycle
        where ended_at is not null order by id desc limit 1`,
    );
    const [newest] = await rowsOf(
      database,
      sql<{
        begun_at: number;
        ended_at: number | null;
      }>`select begun_at, ended_at from cycle order by id desc limit 1`,
    );
    return { last: ended ?? null, begunAt: newest?.ended_at === null ? newest.begun_at : null };
  };
}

/** Polls, alerts, messages, silences, closings, inventory: whatever changes a page changes one of these. */
function revision(database: Database): PageStore['revision'] {
  return async () => {
    const [row] = await rowsOf(
      database,
      sql<{ revision: string }>`select
        coalesce((select id || '.' || case when ended_at is null then 0 else 1 end from cycle order by id desc limit 1), '') || '-' ||
        coalesce((select max(id) from alert_event), 0) || '-' ||
        coalesce((select max(seq) from message), 0) || '-' ||
        (select count(*) || '.' || coalesce(sum(next_attempt_at), 0) from message where state = 'pending') || '-' ||
        (select count(*) from message where state = 'dead') || '-' ||
        (select coalesce(sum(ends_at), 0) from silence) || '-' ||
        coalesce((select max(id) from closing_event), 0) || '-' ||
        coalesce((select max(id) from operator_action), 0) as revision`,
    );
    return row?.revision ?? '';
  };
}
