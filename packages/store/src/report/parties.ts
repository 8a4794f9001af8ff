import type { EsimKey } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import type { Day } from '../schema/day.js';
import type { Allocation, UsageRow } from './rows.js';

/** An eSIM and who had it on a day. */
export type Party = Pick<UsageRow, 'iccid' | 'esimId' | keyof Allocation>;

interface Span {
  readonly from: Day;
  /** Exclusive. */
  readonly until: Day;
  readonly party: Party;
}

interface KnownEsim {
  readonly unallocated: Party;
  readonly spans: Span[];
}

const UNALLOCATED: Allocation = { label: null, costCentre: null, glCode: null, project: null };

/**
 * Reads all eSIMs and the inventory once, so that a row of usage is numbers alone: joining the names to every row
 * costs more than all the rest. Memory grows with the fleet, not with the rows.
 */
export function partyReader(connection: Connection): () => (esim: EsimKey, on: Day) => Party {
  const names = connection.prepare((db) => db.selectFrom('esim').select(['id', 'iccid', 'esim_id']));
  const entries = connection.prepare((db) =>
    db
      .selectFrom('inventory')
      .innerJoin('esim', 'esim.iccid', 'inventory.iccid')
      .select(['esim.id', 'valid_from', 'valid_until', 'label', 'cost_centre', 'gl_code', 'project']),
  );

  return () => {
    const esims = new Map<EsimKey, KnownEsim>();
    for (const { id, iccid, esim_id: esimId } of names.iterate({})) {
      esims.set(id, { unallocated: { iccid, esimId, ...UNALLOCATED }, spans: [] });
    }
    for (const entry of entries.iterate({})) {
      const esim = esims.get(entry.id);
      const { label, cost_centre: costCentre, gl_code: glCode, project } = entry;
      const party = { ...(esim ?? unknownEsim(entry.id)).unallocated, label, costCentre, glCode, project };
      esim?.spans.push({ from: entry.valid_from, until: entry.valid_until, party });
    }
    return (key, on) => {
      const esim = esims.get(key) ?? unknownEsim(key);
      return esim.spans.find((span) => span.from <= on && on < span.until)?.party ?? esim.unallocated;
    };
  };
}

/** Foreign keys and the snapshot rule it out. */
function unknownEsim(key: EsimKey): never {
  throw new Error(`there is no eSIM ${key}`);
}
