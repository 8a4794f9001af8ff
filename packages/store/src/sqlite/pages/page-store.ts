import { sql } from 'kysely';
import type { PageStore } from '../../stores/page-store.js';
import type { Connection } from '../database/connection.js';
import { alert, alertCounts, alerts, alertsOfEsim, eventsOf, notificationsOf } from './alerts.js';
import { esimFilters, esimsByAlert, notMonitored } from './counts.js';
import { esim } from './esim.js';
import { esims } from './esims.js';
import { inventory } from './inventory.js';
import { handledMessages, inventoryReplaced } from './operator-actions.js';
import { rowsOf } from './query.js';
import { undelivered } from './undelivered.js';

export function createPageStore(connection: Connection): PageStore {
  return {
    esims: esims(connection),
    esimFilters: esimFilters(connection),
    notMonitored: notMonitored(connection),
    alerts: alerts(connection),
    alert: alert(connection),
    alertsOfEsim: alertsOfEsim(connection),
    alertCounts: alertCounts(connection),
    esimsByAlert: esimsByAlert(connection),
    eventsOf: eventsOf(connection),
    notificationsOf: notificationsOf(connection),
    undelivered: undelivered(connection),
    handledMessages: handledMessages(connection),
    inventoryReplaced: inventoryReplaced(connection),
    inventory: inventory(connection),
    esim: esim(connection),
    polling: polling(connection),
    revision: revision(connection),
  };
}

function polling(connection: Connection): PageStore['polling'] {
  return async () => {
    const [ended] = rowsOf(
      connection,
      sql<{ at: number; error: string | null }>`select ended_at as at, error from cycle
        where ended_at is not null order by id desc limit 1`,
    );
    const [newest] = rowsOf(
      connection,
      sql<{
        begun_at: number;
        ended_at: number | null;
      }>`select begun_at, ended_at from cycle order by id desc limit 1`,
    );
    return { last: ended ?? null, begunAt: newest?.ended_at === null ? newest.begun_at : null };
  };
}

/** Polls, alerts, messages, silences, closings, inventory: whatever changes a page changes one of these. */
function revision(connection: Connection): PageStore['revision'] {
  return async () => {
    const [row] = rowsOf(
      connection,
      sql<{ revision: string }>`select
        coalesce((select max(id) || '.' || (ended_at is not null) from cycle), '') || '-' ||
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
