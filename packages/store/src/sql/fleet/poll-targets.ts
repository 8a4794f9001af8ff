import { isPolled } from '@roamwatch/core';
import { type InferResult, sql } from 'kysely';
import type { FleetStore, PollTarget } from '../../stores/fleet-store.js';
import type { Database, Params, Queries } from '../database/database.js';
import type { Dialect } from '../database/dialect.js';
import { READING_COLUMNS, toLastReading } from '../usage/last-reading.js';
import { EPOCH_COLUMNS, toEpoch } from './epoch.js';
import { currentEsimId } from './esim-id.js';
import { type EsimWindow, esimWindows } from './esim-windows.js';
import { notAskable } from './irregular.js';
import { type PolledParams, polledForUsage, polledParams } from './polled-for-usage.js';

const ALL = { after: 0, limit: Number.MAX_SAFE_INTEGER };

interface TargetPage extends PolledParams, EsimWindow {
  readonly limit: number;
}

function targetsQuery(db: Queries, p: Params<TargetPage>, dialect: Dialect) {
  return polledForUsage(db, p, dialect)
    .select([
      'id',
      currentEsimId.as('esim_id'),
      'iccid',
      'request_iccid',
      'status',
      'unlimited',
      ...EPOCH_COLUMNS,
    ])
    .select(['answer_fingerprint', 'quiet_until', 'days_digest', ...READING_COLUMNS])
    .where('id', '>', p.after)
    .where('id', '<=', p.upTo)
    .orderBy('id')
    .limit(p.limit)
    .$narrowType<{ iccid: string }>();
}

export function pollTargets(database: Database): FleetStore['pollTargets'] {
  const select = database.prepare(targetsQuery);
  const windows = esimWindows(database);
  return async (statuses, { after, limit } = ALL, upTo = Number.MAX_SAFE_INTEGER) => {
    const targets: PollTarget[] = [];
    for await (const window of windows(after)) {
      const part = { after: window.after, upTo: Math.min(window.upTo, upTo), limit: limit - targets.length };
      for (const row of await select.all({ ...polledParams(statuses), ...part })) targets.push(toTarget(row));
      if (targets.length === limit || window.upTo >= upTo) break;
    }
    return targets;
  };
}

function toTarget(row: InferResult<ReturnType<typeof targetsQuery>>[number]): PollTarget {
  return {
    esim: row.id,
    esimId: row.esim_id,
    iccid: row.iccid,
    ...(row.request_iccid !== null && { requestIccid: row.request_iccid }),
    status: row.status,
    unlimited: row.unlimited === 1,
    epoch: toEpoch(row),
    reading: toLastReading(row),
    fingerprint: row.answer_fingerprint,
    quietUntil: row.quiet_until,
    daysDigest: row.days_digest,
  };
}

/** All that are listed with a status that is polled, but for those that the provider cannot be asked about. */
export function countPollTargets(
  database: Database,
  countByStatus: FleetStore['countByStatus'],
): FleetStore['countPollTargets'] {
  const others = notAskable(database);
  return async (statuses) => {
    const listed = [...(await countByStatus())].map(([status, esims]) => ({ status, esims }));
    const sum = (rows: readonly { readonly status: string; readonly esims: number }[]) =>
      rows.reduce((all, { status, esims }) => (isPolled(statuses, status) ? all + esims : all), 0);
    return sum(listed) - sum(await others());
  };
}

export function pollRanges(database: Database): FleetStore['pollRanges'] {
  const select = database.prepare((db, p: Params<PolledParams & { size: number }>, dialect) =>
    db
      .selectFrom(
        polledForUsage(db, p, dialect)
          .select([
            'id',
            sql<number>`(row_number() over (order by id) - 1) / cast(${p.size} as integer)`.as('part'),
          ])
          .as('numbered'),
      )
      .select((of) => [of.fn.max('id').as('last'), of.fn.countAll<number>().as('esims')])
      .groupBy('part')
      .orderBy('part'),
  );
  return (statuses, size) => Promise.resolve(select.all({ ...polledParams(statuses), size }));
}
