import { type ReportedEsim, reportedEsimsQuery, toReportedEsim } from '../../sql/report/esims.js';
import type { Connection } from '../database/connection.js';

/** All eSIMs ever listed, in the order reports name them: ICCID, then eSIM id. */
export function reportedEsims(connection: Connection): () => Iterable<ReportedEsim> {
  const select = connection.prepare(reportedEsimsQuery);
  return function* () {
    for (const row of select.iterate({})) yield toReportedEsim(row);
  };
}
