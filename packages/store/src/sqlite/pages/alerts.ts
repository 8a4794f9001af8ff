import type { Reason, Severity } from '@roamwatch/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { AlertEventChange } from '../../schema/alert.js';
import { dayOf } from '../../schema/day.js';
import { alertRows, toAlertRow } from '../../sql/alerts/rows.js';
import type { AlertLine, AlertQuery, NotificationLine, PageStore } from '../../stores/page-store.js';
import type { Connection } from '../database/connection.js';
import { cursorOf, placeOf } from './cursor.js';
import { containing } from './matching.js';
import { rowsOf } from './query.js';

/** Keys in order first, then the rows: what a line needs is looked up for one page only. */
export function alerts(connection: Connection): PageStore['alerts'] {
  return async (query) => {
    const keys = query.state === 'open' ? openKeys() : resolvedKeys();
    const values = placeOf(query.after);
    const conditions = [...conditionsOf(query), ...(values === null ? [] : [keys.after(values)])];
    const found = rowsOf(
      connection,
      sql<{ id: number; place: string }>`select alert.id, ${keys.place} as place from alert
        where ${sql.join(conditions, sql` and `)} order by ${keys.order} limit ${query.limit + 1}`,
    );
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    return {
      rows: linesOf(
        connection,
        page.map(({ id }) => id),
        query.now,
      ),
      next: found.length > query.limit && last ? cursorOf(JSON.parse(last.place)) : null,
    };
  };
}

interface Keys {
  readonly order: RawBuilder<unknown>;
  readonly place: RawBuilder<string>;
  after(values: readonly unknown[]): RawBuilder<SqlBool>;
}

/** "critical" sorts before "warning". */
function openKeys(): Keys {
  return {
    order: sql`severity, opened_at, id`,
    place: sql<string>`json_array(0, severity, opened_at, id)`,
    after: ([, severity, at, id]) => sql<SqlBool>`(severity, opened_at, id) > (${severity}, ${at}, ${id})`,
  };
}

function resolvedKeys(): Keys {
  return {
    order: sql`resolved_at desc, id desc`,
    place: sql<string>`json_array(1, resolved_at, id)`,
    after: ([, at, id]) => sql<SqlBool>`(resolved_at, id) < (${at}, ${id})`,
  };
}

function conditionsOf({
  state,
  severity,
  rule,
  search,
  acknowledged,
  now,
}: AlertQuery): readonly RawBuilder<SqlBool>[] {
  const on = dayOf(now);
  const like = containing(search);
  return [
    // As a literal, so that the index of these alone is found.
    state === 'open' ? sql<SqlBool>`state = 'open'` : sql<SqlBool>`state = 'resolved'`,
    severity === null ? null : sql<SqlBool>`severity = ${severity}`,
    rule === null ? null : sql<SqlBool>`rule = ${rule}`,
    acknowledged === null
      ? null
      : acknowledged
        ? sql<SqlBool>`acknowledged_at is not null`
        : sql<SqlBool>`acknowledged_at is null`,
    search === ''
      ? null
      : sql<SqlBool>`exists (select 1 from esim
          left join inventory on inventory.iccid = esim.iccid and valid_from <= ${on} and valid_until > ${on}
          where esim.id = alert.esim and (esim.iccid like ${like} escape '\\' or esim_id like ${like} escape '\\'
            or label like ${like} escape '\\' or cost_centre like ${like} escape '\\' or project like ${like} escape '\\'))`,
  ].filter((condition) => condition !== null);
}

/** Lines in the order of the ids. */
function linesOf(connection: Connection, ids: readonly number[], now: number): readonly AlertLine[] {
  const list = JSON.stringify(ids);
  const rows = connection
    .prepare((db) =>
      alertRows(db, sql<number>`${dayOf(now)}`)
        .select(['acknowledged_by', 'acknowledged_comment'])
        .where('alert.id', 'in', sql<number>`(select value from json_each(${list}))`),
    )
    .all({});
  const byId = new Map(
    rows.map((row) => [
      row.id,
      {
        ...toAlertRow(row),
        acknowledgedBy: row.acknowledged_by,
        acknowledgedComment: row.acknowledged_comment,
      },
    ]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export function alert(connection: Connection): PageStore['alert'] {
  return async (id, now) => linesOf(connection, [id], now)[0] ?? null;
}

export function alertsOfEsim(connection: Connection): PageStore['alertsOfEsim'] {
  return async (esim, now, limit) => {
    const ids = rowsOf(
      connection,
      sql<{ id: number }>`select id from alert where esim = ${esim}
        order by state = 'resolved', iif(state = 'open', severity, ''), coalesce(resolved_at, 0) desc, id desc
        limit ${limit}`,
    );
    return linesOf(
      connection,
      ids.map(({ id }) => id),
      now,
    );
  };
}

export function alertCounts(connection: Connection): PageStore['alertCounts'] {
  return async () => {
    const rows = rowsOf(
      connection,
      sql<{ severity: Severity; rule: string; alerts: number; unacknowledged: number }>`
        select severity, rule, count(*) as alerts, sum(acknowledged_at is null) as unacknowledged
        from alert where state = 'open' group by severity, rule`,
    );
    const sum = (severity: Severity, of: (row: (typeof rows)[number]) => number) =>
      rows.filter((row) => row.severity === severity).reduce((total, row) => total + of(row), 0);
    return {
      critical: sum('critical', (row) => row.alerts),
      warning: sum('warning', (row) => row.alerts),
      unacknowledgedCritical: sum('critical', (row) => row.unacknowledged),
      unacknowledgedWarning: sum('warning', (row) => row.unacknowledged),
      rules: [...new Set(rows.map(({ rule }) => rule))].sort(),
    };
  };
}

export function eventsOf(connection: Connection): PageStore['eventsOf'] {
  return async (id) => {
    const rows = rowsOf(
      connection,
      sql<{ at: number; change: AlertEventChange; severity: Severity; reason: string }>`
        select at, change, severity, reason from alert_event where alert = ${id} order by id desc`,
    );
    return rows.map((row) => ({ ...row, reason: JSON.parse(row.reason) as Reason }));
  };
}

export function notificationsOf(connection: Connection): PageStore['notificationsOf'] {
  return async (id) =>
    rowsOf(
      connection,
      sql<NotificationLine>`select notification.receiver, notification.recipient,
          iif(discarded_at is not null, 'suppressed', coalesce(message.state, 'waiting')) as state,
          coalesce(message.finished_at, discarded_at, notification.at) as at
        from notification left join message on message.seq = notification.message
        where alert = ${id} order by notification.id desc limit 50`,
    );
}
