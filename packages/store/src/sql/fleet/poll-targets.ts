import { sql } from 'kysely';
import type { FleetStore } from '../../stores/fleet-store.js';
import type { Database, Params } from '../database/database.js';
import { READING_COLUMNS, toLastReading } from '../usage/last-reading.js';
import { EPOCH_COLUMNS, toEpoch } from './epoch.js';
import { currentEsimId } from './esim-id.js';
import { type PolledParams, polledForUsage, polledParams } from './polled-for-usage.js';

const ALL = { after: 0, limit: Number.MAX_SAFE_INTEGER };

interface TargetPage extends PolledParams {
  after: number;
  upTo: number;
  limit: number;
}

export function pollTargets(database: Database): FleetStore['pollTargets'] {
  const select = database.prepare((db, p: Params<TargetPage>, dialect) =>
    polledForUsage(db, p, dialect)
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
      .$narrowType<{ iccid: string }>(),
  );
  return async (statuses, { after, limit } = ALL, upTo = Number.MAX_SAFE_INTEGER) =>
    (await select.all({ ...polledParams(statuses), after, upTo, limit })).map((row) => ({
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
    }));
}

export function countPollTargets(database: Database): FleetStore['countPollTargets'] {
  const count = database.prepare((db, statuses: Params<PolledParams>, dialect) =>
    polledForUsage(db, statuses, dialect).select((of) => of.fn.countAll<number>().as('esims')),
  );
  return async (statuses) => {
    await database.othersTurn();
    return (await count.get(polledParams(statuses)))?.esims ?? 0;
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
