import { sql } from 'kysely';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import type { FleetStore } from './fleet-store.js';

/** One statement for a batch. */
export function rememberAnswers(connection: Connection): FleetStore['rememberAnswers'] {
  const update = connection.prepare((db, { answers }: Params<{ answers: string }>) =>
    db
      .updateTable('esim_state')
      .from(
        sql<{ esim: number; fingerprint: string | null; quiet_until: number | null }>`(
          select value ->> 0 as esim, value ->> 1 as fingerprint, value ->> 2 as quiet_until from json_each(${answers})
        )`.as('answer'),
      )
      .set((column) => ({
        answer_fingerprint: column.ref('answer.fingerprint'),
        quiet_until: column.ref('answer.quiet_until'),
      }))
      .whereRef('esim_state.esim', '=', 'answer.esim'),
  );
  return (answers) =>
    void update.run({
      answers: JSON.stringify(
        answers.map(({ esim, fingerprint, quietUntil }) => [esim, fingerprint, quietUntil]),
      ),
    });
}
