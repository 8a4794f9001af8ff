import type { DiscardReason, Reason } from '@roamwatch/core';
import { sql } from 'kysely';
import { erasedEntryDigest } from '../../sql/inventory/erased-entry.js';
import type { UpkeepStore } from '../../stores/upkeep-store.js';
import type { Connection } from '../database/connection.js';
import { tableOf } from '../database/table-of.js';
import { erasePlaces } from './erase-places.js';

const ERASED = JSON.stringify({ kind: 'erased' } satisfies Reason);
const ERASED_RECIPIENT = '(erased)';

/**
 * Erases a person. Unlike SQLite's file, the server keeps what was deleted in its log and its dead rows until it removes
 * them itself; backups and replicas are its operator's.
 */
export function forgetting(connection: Connection): Pick<UpkeepStore, 'forget' | 'erasures'> {
  const eraseDays = erasePlaces(connection);

  return {
    forget: (iccid, at) => connection.transaction(() => eraseAll(connection, eraseDays, iccid.trim(), at)),
    erasures: () =>
      connection.rows(sql<{ iccid: string; at: number }>`select iccid, at from erasure order by id`),
  };
}

async function eraseAll(
  connection: Connection,
  eraseDays: (esim: number) => Promise<void>,
  iccid: string,
  at: number,
): Promise<boolean> {
  const esims = await connection.rows<{ id: number }>(sql`select id from esim where iccid = ${iccid}`);
  const entries = await eraseEntries(connection, iccid);
  if (esims.length === 0 && entries.length === 0) return false;
  for (const { id } of esims) {
    await eraseReadingsAndReasons(connection, id);
    await eraseDays(id);
  }
  await eraseClosedLabels(connection, iccid);
  for (const { label, email } of entries) {
    if (email) await eraseAddress(connection, email, at);
    for (const text of [label, email]) if (text) await eraseMentions(connection, text);
  }
  await eraseMentions(connection, iccid);
  await connection.change(sql`insert into erasure (iccid, at) values (${iccid}, ${at})`);
  return true;
}

interface Entry {
  readonly iccid: string;
  readonly label: string | null;
  readonly email: string | null;
}

/** Returns what the entries said. */
async function eraseEntries(connection: Connection, iccid: string): Promise<readonly Entry[]> {
  const entries = await connection.rows<Entry>(
    sql`select iccid, label, email from inventory where iccid = ${iccid}`,
  );
  const digests = entries.map((entry) => ({ digest: erasedEntryDigest(entry) }));
  await connection.change(sql`insert into erased_entry select distinct digest
    from ${tableOf('given', digests, { digest: 'text' })} on conflict do nothing`);
  await connection.change(sql`update inventory set label = null, email = null where iccid = ${iccid}`);
  return entries;
}

async function eraseReadingsAndReasons(connection: Connection, esim: number): Promise<void> {
  await connection.change(sql`delete from reading where esim = ${esim}`);
  await connection.change(sql`update esim_state set reading_at = null, allowance_bytes = null, remaining_bytes = null,
    package_started_at = null, package_ends_at = null, days_digest = null where esim = ${esim}`);
  await connection.change(sql`delete from poll_memory where esim = ${esim}`);
  await connection.change(sql`delete from push_mark where esim = ${esim}`);
  await connection.change(sql`delete from rejected where esim = ${esim}`);
  await eraseMeasured(connection, esim);
  await connection.change(
    sql`update alert set reason = ${ERASED}, acknowledged_comment = null where esim = ${esim}`,
  );
  await connection.change(sql`update alert_event set reason = ${ERASED}
    where alert in (select id from alert where esim = ${esim})`);
}

/** Which threshold was reached stays, so that nobody is notified of it again; what was measured does not. */
async function eraseMeasured(connection: Connection, esim: number): Promise<void> {
  const alerts = await connection.rows<{ id: number; notified: string }>(
    sql`select id, notified from alert where esim = ${esim} and notified is not null`,
  );
  const rows = alerts.map(({ id, notified }) => {
    const known = JSON.parse(notified) as Record<string, unknown>;
    return { id, notified: JSON.stringify('measured' in known ? { ...known, measured: null } : known) };
  });
  await connection.change(sql`update alert set notified = given.notified
    from ${tableOf('given', rows, { id: 'bigint', notified: 'text' })} where alert.id = given.id`);
}

async function eraseClosedLabels(connection: Connection, iccid: string): Promise<void> {
  await connection.change(sql`update closed_party set label = null where iccid = ${iccid}`);
  for (const table of ['closed_reconciliation', 'closed_cost']) {
    const closed = await connection.rows<{ period: number; seq: number; row: string }>(
      sql`select period, seq, "row" from ${sql.ref(table)} where iccid = ${iccid}`,
    );
    const rows = closed.map(({ period, seq, row }) => ({
      period,
      seq,
      row: JSON.stringify({ ...(JSON.parse(row) as object), label: null }),
    }));
    await connection.change(sql`update ${sql.ref(table)} as closed set "row" = given.row
      from ${tableOf('given', rows, { period: 'bigint', seq: 'bigint', row: 'text' })}
      where closed.period = given.period and closed.seq = given.seq`);
  }
}

async function eraseAddress(connection: Connection, address: string, at: number): Promise<void> {
  const reason: DiscardReason = 'recipient-erased';
  await connection.change(sql`update message set state = 'obsolete', finished_at = ${at}
    where recipient = ${address} and state = 'pending'`);
  await connection.change(sql`update notification set discarded_at = ${at}, discard_reason = ${reason}
    where recipient = ${address} and message is null and discarded_at is null`);
  await connection.change(
    sql`update message set recipient = ${ERASED_RECIPIENT} where recipient = ${address}`,
  );
  await connection.change(
    sql`update notification set recipient = ${ERASED_RECIPIENT} where recipient = ${address}`,
  );
}

/** Bodies of messages that ended, silences, comments. */
async function eraseMentions(connection: Connection, text: string): Promise<void> {
  await connection.change(sql`update message set body = 'null', last_error = null
    where state <> 'pending' and (strpos(body, ${text}) > 0 or strpos(coalesce(last_error, ''), ${text}) > 0)`);
  await connection.change(
    sql`delete from silence where strpos(',' || matcher || ',', ${`,label=${text},`}) > 0`,
  );
  await connection.change(sql`update silence set comment = '' where strpos(comment, ${text}) > 0`);
}
