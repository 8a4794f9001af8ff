import type { Reason, Severity } from '@roamwatch/core';
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { AlertEventChange } from '../../schema/alert.js';
import { dayOf } from '../../schema/day.js';
import type {
  AlertLine,
  AlertQuery,
  NotificationLine,
  OpenSubject,
  PageStore,
} from '../../stores/page-store.js';
import { alertRows, toAlertRow } from '../alerts/rows.js';
import type { Database, Params } from '../database/database.js';
import { type Dialect, keyList } from '../database/dialect.js';
import { cursorOf, type Place, placeOf } from './cursor.js';
import { anyHolds, usable } from './matching.js';
import { rowsOf } from './query.js';

/** Keys in order first, then the rows: what a line needs is looked up for one page only. */
export function alerts(database: Database): PageStore['alerts'] {
  return async (query) => {
    const keys = query.state === 'open' ? openKeys() : resolvedKeys();
    const values = placeOf(query.after);
    const conditions = [
      ...conditionsOf(query, database.dialect),
      ...(values === null ? [] : [keys.after(values)]),
    ];
    const found = await rowsOf(
      database,
      sql<AlertKeys>`
        select id, severity, opened_at, resolved_at from alert
        where ${sql.join(conditions, sql` and `)} order by ${keys.order} limit ${query.limit + 1}`,
    );
    const page = found.slice(0, query.limit);
    const last = page.at(-1);
    return {
      rows: await linesOf(
        database,
        page.map(({ id }) => id),
        query.now,
      ),
      next: found.length > query.limit && last ? cursorOf(keys.place(last)) : null,
    };
  };
}

interface AlertKeys {
  readonly id: number;
  readonly severity: Severity;
  readonly opened_at: number;
  readonly resolved_at: number | null;
}

interface Keys {
  readonly order: RawBuilder<unknown>;
  place(row: AlertKeys): Place;
  after(values: readonly unknown[]): RawBuilder<SqlBool>;
}

/** "critical" sorts before "warning". */
function openKeys(): Keys {
  return {
    order: sql`severity, opened_at, id`,
    place: ({ severity, opened_at, id }) => [0, severity, opened_at, id],
    after: ([, severity, at, id]) => sql<SqlBool>`(severity, opened_at, id) > (${severity}, ${at}, ${id})`,
  };
}

function resolvedKeys(): Keys {
  return {
    order: sql`resolved_at desc, id desc`,
    place: ({ resolved_at, id }) => [1, resolved_at, id],
    after: ([, at, id]) => sql<SqlBool>`(resolved_at, id) < (${at}, ${id})`,
  };
}

function conditionsOf(query: AlertQuery, dialect: Dialect): readonly RawBuilder<SqlBool>[] {
  const { state, severity, rule, search, acknowledged, now, seesAddresses } = query;
  const on = dayOf(now);
  return [
    // As a literal, so that the index of these alone is found.
    state === 'open' ? sql<SqlBool>`state = 'open'` : sql<SqlBool>`state = 'resolved'`,
    severity === null ? null : sql<SqlBool>`severity = ${severity}`,
    rule === null ? null : sql<SqlBool>`rule = ${rule} and ${usable(sql`rule`, seesAddresses)}`,
    acknowledged === null
      ? null
      : acknowledged
        ? sql<SqlBool>`acknowledged_at is not null`
        : sql<SqlBool>`acknowledged_at is null`,
    search === ''
      ? null
      : sql<SqlBool>`exists (select 1 from esim
          left join inventory on inventory.iccid = esim.iccid and valid_from <= ${on} and valid_until > ${on}
          where esim.id = alert.esim
            and ${anyHolds(['esim.iccid', 'esim_id', 'label', 'cost_centre', 'project'], query, dialect)})`,
  ].filter((condition) => condition !== null);
}

/** Lines in the order of the ids. */
async function linesOf(
  database: Database,
  ids: readonly number[],
  now: number,
): Promise<readonly AlertLine[]> {
  const rows = await database
    .prepare((db, p: Params<{ ids: string; on: number }>, { keysIn }) =>
      alertRows(db, p.on)
        .leftJoin('esim_state', 'esim_state.esim', 'alert.esim')
        .select(['acknowledged_by', 'acknowledged_comment', 'remaining_bytes'])
        .where('alert.id', 'in', keysIn(p.ids)),
    )
    .all({ ids: keyList(ids), on: dayOf(now) });
  const byId = new Map(
    rows.map((row) => [
      row.id,
      {
        ...toAlertRow(row),
        acknowledgedBy: row.acknowledged_by,
        acknowledgedComment: row.acknowledged_comment,
        remainingBytes: row.remaining_bytes,
      },
    ]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export function openSubjects(database: Database): PageStore['openSubjects'] {
  return async (now) => {
    const on = dayOf(now);
    return rowsOf(
      database,
      sql<OpenSubject>`
        select alert.id, severity, rule, esim.status, esim.iccid, label, cost_centre as "costCentre", project
        from alert left join esim on esim.id = alert.esim
        left join inventory on inventory.iccid = esim.iccid and valid_from <= ${on} and valid_until > ${on}
        where state = 'open' order by severity, opened_at, alert.id`,
    );
  };
}

export function alert(database: Database): PageStore['alert'] {
  return async (id, now) => (await linesOf(database, [id], now))[0] ?? null;
}

export function alertsOfEsim(database: Database): PageStore['alertsOfEsim'] {
  return async (esim, now, limit) => {
    const ids = await rowsOf(
      database,
      sql<{ id: number }>`select id from alert where esim = ${esim}
        order by state = 'resolved', case when state = 'open' then severity else '' end, coalesce(resolved_at, 0) desc, id desc
        limit ${limit}`,
    );
    return linesOf(
      database,
      ids.map(({ id }) => id),
      now,
    );
  };
}

export function alertCounts(database: Database): PageStore['alertCounts'] {
  return async () => {
    const rows = await rowsOf(
      database,
      sql<{ severity: Severity; rule: string; alerts: number; unacknowledged: number }>`
        select severity, rule, count(*) as alerts, count(*) filter (where acknowledged_at is null) as unacknowledged
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

export function eventsOf(database: Database): PageStore['eventsOf'] {
  return async (id) => {
    const rows = await rowsOf(
      database,
      sql<{ at: number; change: AlertEventChange; severity: Severity; reason: string }>`
        select at, change, severity, reason from alert_event where alert = ${id} order by id desc`,
    );
    return rows.map((row) => ({ ...row, reason: JSON.parse(row.reason) as Reason }));
  };
}

export function notificationsOf(database: Database): PageStore['notificationsOf'] {
  return async (id) =>
    await rowsOf(
      database,
      sql<NotificationLine>`select notification.receiver, notification.recipient,
          case when discarded_at is not null then 'suppressed' else coalesce(message.state, 'waiting') end as state,
          coalesce(message.finished_at, discarded_at, notification.at) as at
        from notification left join message on message.seq = notification.message
        where alert = ${id} order by notification.id desc limit 50`,
    );
}
