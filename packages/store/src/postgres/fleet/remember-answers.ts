import type { AnswerChanges, EsimKey, PackageEpoch, UnixSeconds } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';

type Remembered = Pick<AnswerChanges, 'esim' | 'fingerprint' | 'daysDigest' | 'quietUntil' | 'clockDueAt'>;

export function rememberAnswers(connection: Connection): (answers: readonly Remembered[]) => Promise<void> {
  const columns = {
    esim: 'bigint',
    fingerprint: 'text',
    daysDigest: 'text',
    quietUntil: 'bigint',
    clockDueAt: 'bigint',
  } as const;
  return async (answers) => {
    if (answers.length === 0) return;
    await connection.change(sql`update esim_state set answer_fingerprint = answer.fingerprint,
        days_digest = answer."daysDigest", quiet_until = answer."quietUntil", clock_due_at = answer."clockDueAt"
      from ${tableOf('answer', answers, columns)} where esim_state.esim = answer.esim`);
  };
}

export interface NewEpoch {
  readonly esim: EsimKey;
  readonly epoch: PackageEpoch;
}

export function saveEpochs(connection: Connection): (epochs: readonly NewEpoch[]) => Promise<void> {
  const columns = {
    esim: 'bigint',
    number: 'bigint',
    startedAt: 'bigint',
    changes: 'text',
    allowanceBytes: 'bigint',
    packageEndsAt: 'bigint',
    endSince: 'bigint',
    historyRows: 'bigint',
  } as const;
  return async (epochs) => {
    if (epochs.length === 0) return;
    const rows = epochs.map(({ esim, epoch }) => ({
      ...epoch,
      esim,
      changes: JSON.stringify(epoch.changes),
    }));
    await connection.change(sql`update esim_state set epoch = given.number, epoch_started_at = given."startedAt",
        epoch_changes = given.changes, epoch_allowance_bytes = given."allowanceBytes",
        epoch_ends_at = given."packageEndsAt", epoch_end_since = given."endSince",
        epoch_history_rows = given."historyRows"
      from ${tableOf('given', rows, columns)} where esim_state.esim = given.esim`);
  };
}

export interface Failed {
  readonly esim: EsimKey;
  readonly at: UnixSeconds;
  readonly reason: string;
}

/** Remembers since when and how often they failed, and the newest failure's reason. */
export function recordFailures(connection: Connection): (failures: readonly Failed[]) => Promise<void> {
  return async (failures) => {
    if (failures.length === 0) return;
    await connection.change(sql`update esim_state set failing_since = coalesce(failing_since, given.at),
        failures = failures + 1, failure_reason = given.reason
      from ${tableOf('given', failures, { esim: 'bigint', at: 'bigint', reason: 'text' })}
      where esim_state.esim = given.esim`);
  };
}

/** The last good readings were taken again at these instants, with the same figures. One that is newer by now stays. */
export function confirmReadings(
  connection: Connection,
): (readAgain: ReadonlyMap<EsimKey, UnixSeconds>) => Promise<void> {
  return async (readAgain) => {
    if (readAgain.size === 0) return;
    const rows = [...readAgain].map(([esim, at]) => ({ esim, at }));
    await connection.change(sql`update esim_state set reading_at = given.at, failing_since = null, failures = 0,
        failure_reason = null
      from ${tableOf('given', rows, { esim: 'bigint', at: 'bigint' })} where esim_state.esim = given.esim
        and (reading_at is null or reading_at <= given.at)`);
  };
}
