import type { AnswerChanges } from '@roamwatch/core';
import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

type Remembered = Pick<AnswerChanges, 'esim' | 'fingerprint' | 'quietUntil' | 'clockDueAt'>;

interface Answer {
  esim: number;
  fingerprint: string | null;
  quiet_until: number | null;
  clock_due_at: number;
}

/** One statement for a batch. */
export function rememberAnswers(connection: Connection): (answers: readonly Remembered[]) => void {
  const update = connection.prepare((db, { answers }: Params<{ answers: string }>) =>
    db
      .updateTable('esim_state')
      .from(
        sql<Answer>`(
          select value ->> 0 as esim, value ->> 1 as fingerprint, value ->> 2 as quiet_until, value ->> 3 as clock_due_at
          from json_each(${answers})
        )`.as('answer'),
      )
      .set((column) => ({
        answer_fingerprint: column.ref('answer.fingerprint'),
        quiet_until: column.ref('answer.quiet_until'),
        clock_due_at: column.ref('answer.clock_due_at'),
      }))
      .whereRef('esim_state.esim', '=', 'answer.esim'),
  );
  return (answers) => {
    const rows = answers.map(({ esim, fingerprint, quietUntil, clockDueAt }) => [
      esim,
      fingerprint,
      quietUntil,
      clockDueAt,
    ]);
    update.run({ answers: JSON.stringify(rows) });
  };
}
