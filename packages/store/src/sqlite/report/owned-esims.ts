import type { DateRange } from '@roamwatch/core';
import { toDay } from '../../schema/day.js';
import { type ReportedEsim, reportedEsimsQuery, toReportedEsim } from '../../sql/report/esims.js';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';
import { type Entry, type OwnerOn, ownerAmong } from './owners.js';

export interface OwnedEsim {
  readonly esim: ReportedEsim;
  /** On the days of the range. */
  readonly ownerOn: OwnerOn;
}

/** All eSIMs in the order of reports, each with its holders in a range: one query takes a fifth of the time of one an eSIM. */
export function ownedEsims(connection: Connection): (range: DateRange) => Iterable<OwnedEsim> {
  const select = connection.prepare((db, { from, to }: Params<{ from: number; to: number }>) =>
    reportedEsimsQuery(db)
      .leftJoin('inventory', (join) =>
        join
          .onRef('inventory.iccid', '=', 'esim.iccid')
          .on('valid_from', '<', to)
          .on('valid_until', '>', from),
      )
      .select(['valid_from', 'valid_until', 'label', 'cost_centre', 'gl_code', 'project'])
      .orderBy('valid_from', 'desc'),
  );
  return function* ({ from, to }) {
    let esim: ReportedEsim | null = null;
    let entries: Entry[] = [];
    for (const row of select.iterate({ from: toDay(from), to: toDay(to) })) {
      if (esim !== null && esim.id !== row.id) {
        yield { esim, ownerOn: ownerAmong(entries) };
        entries = [];
      }
      esim = toReportedEsim(row);
      if (row.valid_from !== null) entries.push(row);
    }
    if (esim !== null) yield { esim, ownerOn: ownerAmong(entries) };
  };
}
