import { randomUUID } from 'node:crypto';
import type { Closing, FrozenRows, RowStream } from '@roamwatch/core';
import { monthText, toMonth } from '../../schema/day.js';
import { StoreError } from '../../store-error.js';
import type { ClosingDraft, ClosingStore, Sealing } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';
import { othersTurn } from '../database/others-turn.js';
import type { Params } from '../database/statement.js';
import { addClosingEvent } from './add-event.js';
import { clearClosedRows } from './clear.js';
import { frozenRowWriter } from './freeze.js';
import { closingHistory } from './history.js';

type Facts = Omit<Closing, 'month'>;
type StoredFacts = Omit<Facts, 'completeness'> & { readonly completeness: string };

/** Rows a transaction: ten milliseconds or so, after which others get their turn. */
const ROWS_A_SLICE = 500;

/** Drafts live in the tables of closed rows; a closing counts from the moment its draft is sealed. */
export function beginClosing(connection: Connection): ClosingStore['begin'] {
  const find = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.selectFrom('closing').select('draft').where('period', '=', period),
  );
  const claim = connection.prepare((db, { period, draft }: Params<{ period: number; draft: string }>) =>
    db
      .insertInto('closing')
      .values({ period, completeness: null, closed_at: 0, data_as_of: null, time_zone: '', draft })
      .onConflict((leftover) => leftover.column('period').doUpdateSet({ draft })),
  );
  const history = closingHistory(connection);
  const mark = historyMark(connection);
  const clear = clearClosedRows(connection);
  const draftOf = drafts(connection);

  return async (month, decide) => {
    const period = toMonth(month);
    const draft = randomUUID();
    const begunAt = connection.transaction(() => {
      decide(history());
      if (find.get({ period })?.draft === null) throw new StoreError('closing', `${month} is closed already`);
      claim.run({ period, draft });
      return mark();
    });
    await clear(period);
    return draftOf({ period, draft, begunAt });
  };
}

interface Claim {
  readonly period: number;
  readonly draft: string;
  readonly begunAt: string;
}

function drafts(connection: Connection): (claim: Claim) => ClosingDraft {
  const isMine = connection.prepare((db, p: Params<Pick<Claim, 'period' | 'draft'>>) =>
    db.selectFrom('closing').select('period').where('period', '=', p.period).where('draft', '=', p.draft),
  );
  const count = connection.prepare((db, p: Params<StoredFacts & Pick<Claim, 'period'>>) =>
    db
      .updateTable('closing')
      .set({
        closed_at: p.closedAt,
        data_as_of: p.dataAsOf,
        time_zone: p.timeZone,
        schema_version: p.schemaVersion,
        completeness: p.completeness,
        draft: null,
      })
      .where('period', '=', p.period),
  );
  const remove = connection.prepare((db, { period }: Params<{ period: number }>) =>
    db.deleteFrom('closing').where('period', '=', period),
  );
  const event = addClosingEvent(connection);
  const mark = historyMark(connection);
  const clear = clearClosedRows(connection);
  const writerOf = frozenRowWriter(connection);

  return ({ period, draft, begunAt }) => {
    const isStillMine = () => isMine.get({ period, draft }) !== undefined;
    const write = (work: () => void) =>
      connection.transaction(() => {
        if (!isStillMine())
          throw new StoreError('closing', `another process began to close ${monthText(period)}`);
        work();
      });

    async function fill(rows: FrozenRows): Promise<void> {
      const writer = writerOf(period);
      await inSlices(rows.usage, (slice) => write(() => slice.forEach(writer.addUsage)));
      await inSlices(rows.purchases, (slice) => write(() => slice.forEach(writer.addPurchase)));
      await inSlices(rows.reconciliation, (slice) => write(() => slice.forEach(writer.addReconciliation)));
      await inSlices(rows.cost, (slice) => write(() => slice.forEach(writer.addCost)));
    }

    async function seal({ by, ...facts }: Sealing): Promise<void> {
      write(() => {
        if (mark() !== begunAt) {
          throw new StoreError(
            'closing',
            `another month was closed or reopened, or a person erased, while ${monthText(period)} was being closed: close it again`,
          );
        }
        count.run({ ...facts, completeness: JSON.stringify(facts.completeness), period });
        event({ period, at: facts.closedAt, action: 'closed', comment: '', actor: by ?? null });
      });
    }

    async function discard(): Promise<void> {
      if (!isStillMine()) return;
      await clear(period);
      connection.transaction(() => {
        if (isStillMine()) remove.run({ period });
      });
    }

    return { fill, seal, discard };
  };
}

/** Changes when a month is closed or reopened, or a person erased: what was read for a draft is then out of date. */
function historyMark(connection: Connection): () => string {
  const select = connection.prepare((db) =>
    db.selectNoFrom((of) => [
      of
        .selectFrom('closing_event')
        .select(({ fn }) => fn.max('id').as('id'))
        .as('closing'),
      of
        .selectFrom('erasure')
        .select(({ fn }) => fn.max('id').as('id'))
        .as('erasure'),
    ]),
  );
  return () => JSON.stringify(select.get({}));
}

async function inSlices<Row>(rows: RowStream<Row>, write: (slice: readonly Row[]) => void): Promise<void> {
  for await (const page of rows) {
    for (let from = 0; from < page.length; from += ROWS_A_SLICE) {
      write(page.slice(from, from + ROWS_A_SLICE));
      await othersTurn();
    }
  }
}
