import {
  type Alert,
  type AlertTransition,
  type Decision,
  notifiedOf,
  type ReachedFinding,
  type UnixSeconds,
} from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import type { Applied } from './applied.js';

type Kind<K extends Decision['kind']> = Extract<Decision, { kind: K }>;

/** A transition of one kind, with its place among all. */
interface Placed<K extends Decision['kind']> {
  readonly index: number;
  readonly transition: AlertTransition;
  readonly decision: Kind<K>;
}

/**
 * Writes decisions, each kind of them as one set, and returns for each what it did. One that was applied already (the same
 * step opened, a resolved alert resolved) does nothing: every write is conditional on the state it starts from.
 */
export function applyAll(
  connection: Connection,
): (transitions: readonly AlertTransition[], at: UnixSeconds) => Promise<readonly (Applied | null)[]> {
  async function open(placed: readonly Placed<'open'>[], at: UnixSeconds): Promise<readonly Outcome[]> {
    const rows = firstOfEachKey(placed).map(({ transition: { esim, evaluation }, decision }) => ({
      esim,
      rule: evaluation.rule,
      ruleType: evaluation.ruleType,
      epoch: evaluation.epoch,
      severity: decision.severity,
      ...columnsOf(decision.reason),
    }));
    const stored = await connection.rows<{ id: number; esim: number | null; rule: string; epoch: number }>(
      sql`insert into alert (rule, rule_type, esim, epoch, state, severity, notified, opened_at, changed_at, reason,
          clear_streak)
        select rule, "ruleType", esim, epoch, 'open', severity, notified, ${at}::bigint, ${at}::bigint, reason, 0
        from ${tableOf('given', rows, {
          esim: 'bigint',
          rule: 'text',
          ruleType: 'text',
          epoch: 'bigint',
          severity: 'text',
          notified: 'text',
          reason: 'text',
        })} order by position
        on conflict (coalesce(esim, 0), rule, epoch) do update set state = 'open', severity = excluded.severity,
          notified = excluded.notified, opened_at = excluded.opened_at, changed_at = excluded.changed_at,
          resolved_at = null, reason = excluded.reason, clear_streak = 0, acknowledged_at = null
        where alert.state = 'resolved'
        returning id, esim, rule, epoch`,
    );
    const ids = new Map(stored.map(({ id, esim, rule, epoch }) => [keyOf(esim, rule, epoch), id]));
    return firstOfEachKey(placed).flatMap(({ index, transition, decision: { severity, reason } }) => {
      const id = ids.get(keyOfTransition(transition));
      if (id === undefined) return [];
      const event = { alert: id, at, change: 'opened', severity, reason } as const;
      return [[index, { event, told: { alertId: id, change: 'opened', severity } }] as const];
    });
  }

  /** Silently: what was notified stays notified. */
  async function reopen(placed: readonly Placed<'reopen'>[], at: UnixSeconds): Promise<readonly Outcome[]> {
    const rows = placed.map(({ transition, decision }) => ({
      id: alertOf(transition).id,
      reason: JSON.stringify(decision.reason),
    }));
    const changed =
      await changedIds(sql`update alert set state = 'open', resolved_at = null, changed_at = ${at},
        reason = given.reason, clear_streak = 0
      from ${tableOf('given', rows, { id: 'bigint', reason: 'text' })}
      where alert.id = given.id and alert.state = 'resolved' returning alert.id`);
    return outcomes(placed, changed, (id, { decision: { severity, reason } }) => ({
      event: { alert: id, at, change: 'reopened', severity, reason },
      told: null,
    }));
  }

  async function escalate(
    placed: readonly Placed<'escalate'>[],
    at: UnixSeconds,
  ): Promise<readonly Outcome[]> {
    const rows = placed.map(({ transition, decision }) => ({
      id: alertOf(transition).id,
      severity: decision.severity,
      ...columnsOf(decision.reason),
    }));
    const columns = { id: 'bigint', severity: 'text', notified: 'text', reason: 'text' } as const;
    const changed =
      await changedIds(sql`update alert set severity = given.severity, notified = given.notified,
        reason = given.reason, changed_at = ${at}, clear_streak = 0,
        acknowledged_at = case when alert.severity = given.severity then alert.acknowledged_at end
      from ${tableOf('given', rows, columns)}
      where alert.id = given.id and alert.state = 'open' and alert.notified is distinct from given.notified
      returning alert.id`);
    return outcomes(placed, changed, (id, { decision: { severity, reason } }) => ({
      event: { alert: id, at, change: 'escalated', severity, reason },
      told: { alertId: id, change: 'escalated', severity },
    }));
  }

  async function resolve(placed: readonly Placed<'resolve'>[], at: UnixSeconds): Promise<readonly Outcome[]> {
    const rows = placed.map(({ transition, decision: { rearm, reason } }) => ({
      id: alertOf(transition).id,
      rearm: Number(rearm),
      reason: JSON.stringify(reason),
    }));
    // An alert that was closed silently stays notified until it recovers.
    const changed = await changedIds(sql`update alert set state = 'resolved',
        notified = case when given.rearm = 0 then alert.notified end, resolved_at = ${at}, changed_at = ${at},
        reason = given.reason, clear_streak = 0
      from ${tableOf('given', rows, { id: 'bigint', rearm: 'bigint', reason: 'text' })}
      where alert.id = given.id and (alert.state = 'open' or (given.rearm = 1 and alert.notified is not null))
      returning alert.id`);
    return outcomes(placed, changed, (id, { transition, decision: { silent, reason } }) => {
      const { severity } = alertOf(transition);
      return {
        event: { alert: id, at, change: silent ? 'closed' : 'resolved', severity, reason },
        told: silent ? null : { alertId: id, change: 'resolved', severity },
      };
    });
  }

  async function countClear(placed: readonly Placed<'count-clear'>[]): Promise<void> {
    const rows = placed.map(({ transition, decision: { clearStreak } }) => ({
      id: alertOf(transition).id,
      clearStreak,
    }));
    await connection.change(sql`update alert set clear_streak = given."clearStreak"
      from ${tableOf('given', rows, { id: 'bigint', clearStreak: 'bigint' })} where alert.id = given.id`);
  }

  async function changedIds(statement: ReturnType<typeof sql>): Promise<ReadonlySet<number>> {
    const rows = (await connection.rows(statement)) as readonly { readonly id: number }[];
    return new Set(rows.map(({ id }) => id));
  }

  return async (transitions, at) => {
    const of = <K extends Decision['kind']>(kind: K) => placedOf(transitions, kind);
    const [opened, reopened, escalated, resolved] = [of('open'), of('reopen'), of('escalate'), of('resolve')];
    const counted = of('count-clear');
    const done: Outcome[] = [];
    if (opened.length > 0) done.push(...(await open(opened, at)));
    if (reopened.length > 0) done.push(...(await reopen(reopened, at)));
    if (escalated.length > 0) done.push(...(await escalate(escalated, at)));
    if (counted.length > 0) await countClear(counted);
    if (resolved.length > 0) done.push(...(await resolve(resolved, at)));
    const byIndex = new Map(done);
    return transitions.map((_, index) => byIndex.get(index) ?? null);
  };
}

type Outcome = readonly [index: number, applied: Applied];

function placedOf<K extends Decision['kind']>(
  transitions: readonly AlertTransition[],
  kind: K,
): readonly Placed<K>[] {
  return transitions.flatMap((transition, index) => {
    const { decision } = transition.evaluation;
    return decision.kind === kind ? [{ index, transition, decision: decision as Kind<K> }] : [];
  });
}

function outcomes<K extends Decision['kind']>(
  placed: readonly Placed<K>[],
  changed: ReadonlySet<number>,
  appliedOf: (id: number, placed: Placed<K>) => Applied,
): readonly Outcome[] {
  return placed.flatMap((one) => {
    const { id } = alertOf(one.transition);
    return changed.has(id) ? [[one.index, appliedOf(id, one)] as const] : [];
  });
}

/** A statement cannot insert the same key twice; the first one opens the alert. */
function firstOfEachKey(placed: readonly Placed<'open'>[]): readonly Placed<'open'>[] {
  const first = new Map<string, Placed<'open'>>();
  for (const one of placed) {
    const key = keyOfTransition(one.transition);
    if (!first.has(key)) first.set(key, one);
  }
  return [...first.values()];
}

function keyOfTransition({ esim, evaluation }: AlertTransition): string {
  return keyOf(esim, evaluation.rule, evaluation.epoch);
}

function keyOf(esim: number | null, rule: string, epoch: number): string {
  return JSON.stringify([esim, rule, epoch]);
}

function columnsOf(finding: ReachedFinding): { readonly notified: string; readonly reason: string } {
  return { notified: JSON.stringify(notifiedOf(finding)), reason: JSON.stringify(finding) };
}

function alertOf({ evaluation: { rule, decision, alert } }: AlertTransition): Alert {
  if (alert === null) throw new TypeError(`rule ${rule} decided to ${decision.kind} without an alert`);
  return alert;
}
