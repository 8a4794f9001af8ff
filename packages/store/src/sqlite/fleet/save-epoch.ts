import type { EsimKey, PackageEpoch } from '@roamwatch/core';
import type { Connection } from '../database/connection.js';
import type { Params } from '../database/statement.js';

interface EpochColumns {
  esim: number;
  number: number;
  startedAt: number;
  changes: string;
  allowanceBytes: number | null;
  packageEndsAt: number | null;
  endSince: number;
  historyRows: number | null;
}

export function saveEpoch(connection: Connection): (esim: EsimKey, epoch: PackageEpoch) => void {
  const update = connection.prepare((db, p: Params<EpochColumns>) =>
    db
      .updateTable('esim_state')
      .set({
        epoch: p.number,
        epoch_started_at: p.startedAt,
        epoch_changes: p.changes,
        epoch_allowance_bytes: p.allowanceBytes,
        epoch_ends_at: p.packageEndsAt,
        epoch_end_since: p.endSince,
        epoch_history_rows: p.historyRows,
      })
      .where('esim', '=', p.esim),
  );
  return (esim, epoch) => void update.run({ ...epoch, changes: JSON.stringify(epoch.changes), esim });
}
