import type { Connection } from '../database/connection.js';

/** An eSIM that reports speak about. */
export interface ReportedEsim {
  readonly id: number;
  readonly iccid: string | null;
  readonly esimId: string;
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
}

/** All eSIMs ever listed, in the order reports name them: ICCID, then eSIM id. */
export function reportedEsims(connection: Connection): () => Iterable<ReportedEsim> {
  const select = connection.prepare((db) =>
    db
      .selectFrom('esim')
      .select(['id', 'iccid', 'esim_id', 'usage_check', 'unlimited'])
      .orderBy('iccid')
      .orderBy('esim_id'),
  );
  return function* () {
    for (const row of select.iterate({})) {
      yield {
        id: row.id,
        iccid: row.iccid,
        esimId: row.esim_id,
        usageCheck: row.usage_check === 1,
        unlimited: row.unlimited === 1,
      };
    }
  };
}
