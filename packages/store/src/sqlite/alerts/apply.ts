import {
  type Alert,
  type AlertedChange,
  type Decision,
  type EsimKey,
  type Evaluation,
  notifiedOf,
  type ReachedFinding,
  type UnixSeconds,
} from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { addEvent } from './add-event.js';

type Kind<K extends Decision['kind']> = Extract<Decision, { kind: K }>;

/**
 * Writes a decision and its history row; returns what people may be notified of, or null for silent decisions. A
 * decision that was applied already (the same step opened, a resolved alert resolved) writes nothing.
 *
 * Every write is conditional on the state it starts from, so that a decision applied twice changes nothing.
 */
export function apply(
  connection: Connection,
): (esim: EsimKey | null, evaluation: Evaluation, at: UnixSeconds) => AlertedChange | null {
  const insert = insertOrReopen(connection);
  const escalateRow = connection.prepare(
    (
      db,
      p: Params<{ id: number; severity: Alert['severity']; notified: string; reason: string; at: number }>,
    ) =>
      db
        .updateTable('alert')
        .set({
          severity: p.severity,
          notified: p.notified,
          reason: p.reason,
          changed_at: p.at,
          clear_streak: 0,
          acknowledged_at: sql`case when severity = ${p.severity} then acknowledged_at end`,
        })
        .where('id', '=', p.id)
        .where('state', '=', 'open')
        .where('notified', 'is not', p.notified),
  );
  const countRow = connection.prepare((db, p: Params<{ id: number; clearStreak: number }>) =>
    db.updateTable('alert').set({ clear_streak: p.clearStreak }).where('id', '=', p.id),
  );
  const reopenRow = connection.prepare((db, p: Params<{ id: number; reason: string; at: number }>) =>
    db
      .updateTable('alert')
      .set({ state: 'open', resolved_at: null, changed_at: p.at, reason: p.reason, clear_streak: 0 })
      .where('id', '=', p.id)
      .where('state', '=', 'resolved'),
  );
  const resolveRow = connection.prepare(
    (db, p: Params<{ id: number; rearm: number; reason: string; at: number }>) =>
      db
        .updateTable('alert')
        .set({
          state: 'resolved',
          notified: sql`case when ${p.rearm} = 0 then notified end`,
          resolved_at: p.at,
          changed_at: p.at,
          reason: p.reason,
          clear_streak: 0,
        })
        .where('id', '=', p.id)
        // An alert that was closed silently stays notified until it recovers.
        .where((is) =>
          is.or([is('state', '=', 'open'), is.and([is(p.rearm, '=', 1), is('notified', 'is not', null)])]),
        ),
  );
  const event = addEvent(connection);

  function open(
    esim: EsimKey | null,
    { rule, ruleType, epoch }: Evaluation,
    { severity, reason }: Kind<'open'>,
    at: UnixSeconds,
  ): AlertedChange | null {
    const row = insert.get({ esim, epoch, rule, ruleType, severity, ...columnsOf(reason), at });
    if (row === undefined) return null;
    event({ alert: row.id, at, change: 'opened', severity, reason });
    return { alertId: row.id, change: 'opened', severity };
  }

  /** Silently: what was notified stays notified. */
  function reopen(alert: Alert, { severity, reason }: Kind<'reopen'>, at: UnixSeconds): null {
    if (reopenRow.run({ id: alert.id, reason: JSON.stringify(reason), at }) > 0) {
      event({ alert: alert.id, at, change: 'reopened', severity, reason });
    }
    return null;
  }

  function escalate(
    alert: Alert,
    { severity, reason }: Kind<'escalate'>,
    at: UnixSeconds,
  ): AlertedChange | null {
    if (escalateRow.run({ id: alert.id, severity, ...columnsOf(reason), at }) === 0) return null;
    event({ alert: alert.id, at, change: 'escalated', severity, reason });
    return { alertId: alert.id, change: 'escalated', severity };
  }

  function resolve(
    alert: Alert,
    { silent, rearm, reason }: Kind<'resolve'>,
    at: UnixSeconds,
  ): AlertedChange | null {
    const changed = resolveRow.run({
      id: alert.id,
      rearm: Number(rearm),
      reason: JSON.stringify(reason),
      at,
    });
    if (changed === 0) return null;
    const { severity } = alert;
    event({ alert: alert.id, at, change: silent ? 'closed' : 'resolved', severity, reason });
    return silent ? null : { alertId: alert.id, change: 'resolved', severity };
  }

  return (esim, evaluation, at) =>
    connection.transaction(() => {
      const { decision } = evaluation;
      switch (decision.kind) {
        case 'leave':
          return null;
        case 'open':
          return open(esim, evaluation, decision, at);
        case 'reopen':
          return reopen(alertOf(evaluation), decision, at);
        case 'escalate':
          return escalate(alertOf(evaluation), decision, at);
        case 'count-clear':
          countRow.run({ id: alertOf(evaluation).id, clearStreak: decision.clearStreak });
          return null;
        case 'resolve':
          return resolve(alertOf(evaluation), decision, at);
      }
    });
}

function columnsOf(finding: ReachedFinding): { notified: string; reason: string } {
  return { notified: JSON.stringify(notifiedOf(finding)), reason: JSON.stringify(finding) };
}

interface OpenedAlert {
  esim: number | null;
  epoch: number;
  rule: string;
  ruleType: Alert['ruleType'];
  severity: Alert['severity'];
  notified: string;
  reason: string;
  at: number;
}

/** Returns the alert's id, or nothing when the key is open already. A resolved one of the same epoch is reused. */
function insertOrReopen(connection: Connection) {
  return connection.prepare((db, p: Params<OpenedAlert>) =>
    db
      .insertInto('alert')
      .values({
        rule: p.rule,
        rule_type: p.ruleType,
        esim: p.esim,
        epoch: p.epoch,
        state: 'open',
        severity: p.severity,
        notified: p.notified,
        opened_at: p.at,
        changed_at: p.at,
        reason: p.reason,
        clear_streak: 0,
      })
      .onConflict((stored) =>
        stored
          .doUpdateSet((column) => ({
            state: 'open',
            severity: column.ref('excluded.severity'),
            notified: column.ref('excluded.notified'),
            opened_at: column.ref('excluded.opened_at'),
            changed_at: column.ref('excluded.changed_at'),
            resolved_at: null,
            reason: column.ref('excluded.reason'),
            clear_streak: 0,
            acknowledged_at: null,
          }))
          .where('alert.state', '=', 'resolved'),
      )
      .returning('id'),
  );
}

function alertOf({ rule, decision, alert }: Evaluation): Alert {
  if (alert === null) throw new TypeError(`rule ${rule} decided to ${decision.kind} without an alert`);
  return alert;
}
