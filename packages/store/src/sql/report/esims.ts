import type { InferResult } from 'kysely';
import type { Queries } from '../database/database.js';

/** An eSIM that reports speak about. */
export interface ReportedEsim {
  readonly id: number;
  readonly iccid: string | null;
  readonly esimId: string;
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
}

/** All eSIMs ever listed, in the order reports name them: ICCID, then eSIM id. */
export function reportedEsimsQuery(db: Queries) {
  return db
    .selectFrom('esim')
    .select(['id', 'esim.iccid', 'esim_id', 'usage_check', 'unlimited'])
    .orderBy('esim.iccid', (order) => order.asc().nullsFirst())
    .orderBy('esim_id');
}

export function toReportedEsim(
  row: InferResult<ReturnType<typeof reportedEsimsQuery>>[number],
): ReportedEsim {
  return {
    id: row.id,
    iccid: row.iccid,
    esimId: row.esim_id,
    usageCheck: row.usage_check === 1,
    unlimited: row.unlimited === 1,
  };
}
