import type { AnswerChanges } from '@roamwatch/core';
import type { ReadingColumns } from '../../sql/usage/last-reading.js';
import type { Connection, Queries } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { NOT_FAILING } from './record-failure.js';

type Remembered = Pick<
  AnswerChanges,
  'esim' | 'fingerprint' | 'daysDigest' | 'quietUntil' | 'clockDueAt' | 'reading' | 'failure'
>;

interface AnswerColumns {
  esim: number;
  fingerprint: string | null;
  daysDigest: string | null;
  quietUntil: number | null;
  clockDueAt: number;
}

/**
 * Remembers an answer with the eSIM's state, and its reading as the last one: one statement for both. A whole reading clears the
 * eSIM's failure; one of which figures are missing does not.
 */
export function rememberAnswers(connection: Connection): (answers: readonly Remembered[]) => void {
  const answerAlone = connection.prepare((db, p: Params<AnswerColumns>) =>
    db.updateTable('esim_state').set(answerColumns(p)).where('esim', '=', p.esim),
  );
  const withPart = connection.prepare(withReading({}));
  const withWhole = connection.prepare(withReading(NOT_FAILING));
  return (answers) => {
    for (const { esim, fingerprint, daysDigest, quietUntil, clockDueAt, reading, failure } of answers) {
      if (reading === null) {
        answerAlone.run({ esim, fingerprint, daysDigest, quietUntil, clockDueAt });
      } else {
        const remember = failure === null ? withWhole : withPart;
        const { at, allowanceBytes, remainingBytes, packageStartedAt, packageEndsAt } = reading.now;
        remember.run({
          esim,
          fingerprint,
          daysDigest,
          quietUntil,
          clockDueAt,
          at,
          allowanceBytes,
          remainingBytes,
          packageStartedAt,
          packageEndsAt,
          unlimited: Number(reading.unlimited),
        });
      }
    }
  };
}

function withReading(also: Partial<typeof NOT_FAILING>) {
  return (db: Queries, p: Params<AnswerColumns & ReadingColumns & { unlimited: number }>) =>
    db
      .updateTable('esim_state')
      .set({
        ...answerColumns(p),
        reading_at: p.at,
        allowance_bytes: p.allowanceBytes,
        remaining_bytes: p.remainingBytes,
        package_started_at: p.packageStartedAt,
        package_ends_at: p.packageEndsAt,
        unlimited_by_usage: p.unlimited,
        ...also,
      })
      .where('esim', '=', p.esim);
}

function answerColumns({ fingerprint, daysDigest, quietUntil, clockDueAt }: Params<AnswerColumns>) {
  return {
    answer_fingerprint: fingerprint,
    days_digest: daysDigest,
    quiet_until: quietUntil,
    clock_due_at: clockDueAt,
  };
}
