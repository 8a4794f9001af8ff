import { randomUUID } from 'node:crypto';
import type { FrozenRows, RowStream } from '@roamwatch/core';
import { sql } from 'kysely';
import { monthText, toMonth } from '../../schema/day.js';
import { addClosingEventQuery } from '../../sql/closing/add-event.js';
import { StoreError } from '../../store-error.js';
import type { ClosingDraft, ClosingStore, Sealing } from '../../stores/closing-store.js';
import type { Connection } from '../database/connection.js';
import { clearClosedRows } from './clear.js';
import { frozenRowWriter } from './freeze.js';
import { closingHistory, lockClosings } from './history.js';

/** Drafts live in the tables of closed rows; a closing counts from the moment its draft is sealed. */
export function beginClosing(connection: Connection): ClosingStore['begin'] {
  const history = closingHistory(connection);
  const draftOf = drafts(connection);

  return async (month, decide) => {
    const period = toMonth(month);
    const draft = randomUUID();
    const begunAt = await connection.transaction(async () => {
      await lockClosings(connection);
      decide(await history());
      const [known] = await connection.rows<{ draft: string | null }>(
        sql`select draft from closing where period = ${period}`,
      );
      if (known?.draft === null) throw new StoreError('closing', `${month} is closed already`);
      // Transactions that change days or purchases end first. Later ones see the draft, and leave a mark.
      await connection.change(sql`lock table daily_usage, purchase in share mode`);
      await connection.change(sql`insert into closing (period, closed_at, time_zone, draft)
        values (${period}, 0, '', ${draft}) on conflict (period) do update set draft = excluded.draft`);
      return historyMark(connection);
    });
    await clearClosedRows(connection, period);
    return draftOf({ period, draft, begunAt });
  };
}

interface Claim {
  readonly period: number;
  readonly draft: string;
  readonly begunAt: string;
}

function drafts(connection: Connection): (claim: Claim) => ClosingDraft {
  const event = connection.prepare(addClosingEventQuery);
  const writerOf = frozenRowWriter(connection);

  return ({ period, draft, begunAt }) => {
    /** Keeps others from taking the draft over until the transaction ends. */
    async function isStillMine(): Promise<boolean> {
      const rows = await connection.rows(
        sql`select period from closing where period = ${period} and draft = ${draft} for no key update`,
      );
      return rows.length > 0;
    }

    function write(work: () => Promise<void>): Promise<void> {
      return connection.transaction(async () => {
        if (!(await isStillMine())) {
          throw new StoreError('closing', `another process began to close ${monthText(period)}`);
        }
        await work();
      });
    }

    async function fill(rows: FrozenRows): Promise<void> {
      const writer = writerOf(period);
      const slice = (work: () => Promise<void>) => {
        const undo = writer.mark();
        return write(() => {
          undo();
          return work();
        });
      };
      await inPages(rows.usage, (page) => slice(() => writer.addUsage(page)));
      await inPages(rows.purchases, (page) => slice(() => writer.addPurchases(page)));
      await inPages(rows.reconciliation, (page) => slice(() => writer.addReconciliation(page)));
      await inPages(rows.cost, (page) => slice(() => writer.addCosts(page)));
    }

    async function seal({ by, ...facts }: Sealing): Promise<void> {
      await write(async () => {
        await lockClosings(connection);
        if ((await historyMark(connection)) !== begunAt) {
          throw new StoreError(
            'closing',
            `another month was closed or reopened, or a person erased, while ${monthText(period)} was being closed: close it again`,
          );
        }
        await connection.change(sql`update closing set closed_at = ${facts.closedAt}, data_as_of = ${facts.dataAsOf},
          time_zone = ${facts.timeZone}, schema_version = ${facts.schemaVersion},
          completeness = ${JSON.stringify(facts.completeness)}, draft = null where period = ${period}`);
        await event.run({ period, at: facts.closedAt, action: 'closed', comment: '', actor: by ?? null });
      });
    }

    async function discard(): Promise<void> {
      const isMine = await connection.transaction(isStillMine);
      if (!isMine) return;
      await clearClosedRows(connection, period);
      await connection.change(sql`delete from closing where period = ${period} and draft = ${draft}`);
    }

    return { fill, seal, discard };
  };
}

/** Changes when a month is closed or reopened, or a person erased: what was read for a draft is then out of date. */
async function historyMark(connection: Connection): Promise<string> {
  const rows = await connection.rows(sql`select (select max(id) from closing_event) as closing,
    (select max(id) from erasure) as erasure`);
  return JSON.stringify(rows[0]);
}

async function inPages<Row>(
  rows: RowStream<Row>,
  write: (page: readonly Row[]) => Promise<void>,
): Promise<void> {
  for await (const page of rows) if (page.length > 0) await write(page);
}
