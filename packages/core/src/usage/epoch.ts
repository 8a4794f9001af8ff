import { MINUTE, type UnixSeconds } from '../time/instant.js';
import type { EpochChange, PackageEpoch, Reading } from './usage.js';

/** Ends that wander by less than this are the provider's rounding, not a renewal. */
const END_JITTER = 10 * MINUTE;

/**
 * The package epoch after a reading. A new one begins when the allowance changes, the package's end moves later
 * than it ever was in this epoch, or the history gains a row. A figure that is missing, or known for the first
 * time, is no change. Returns `previous` itself when nothing changed.
 *
 * A top-up often shows in the figures before its row shows in the history: the row that then follows belongs to
 * the epoch the figures began, and does not begin another.
 *
 * @param historyRows rows the packages history has now; null when it was not requested.
 */
export function nextEpoch(
  previous: PackageEpoch | null,
  reading: Reading,
  historyRows: number | null,
): PackageEpoch {
  const { allowanceBytes, packageEndsAt } = reading;
  if (previous === null) {
    return {
      number: 1,
      startedAt: reading.at,
      changes: ['first-reading'],
      allowanceBytes,
      packageEndsAt,
      endSince: 1,
      historyRows,
    };
  }

  const allowanceChanged = differs(previous.allowanceBytes, allowanceBytes);
  const endMoved = movedLater(previous.packageEndsAt, packageEndsAt);
  const rowGained =
    previous.historyRows !== null && historyRows !== null && historyRows > previous.historyRows;
  if (!allowanceChanged && !endMoved && !rowGained) return learnt(previous, reading, historyRows);

  const changes: EpochChange[] = [];
  if (allowanceChanged) changes.push('allowance-changed');
  if (endMoved) changes.push('end-moved-later');
  if (rowGained) changes.push('history-row-added');
  const number = previous.number + 1;
  return {
    number,
    startedAt: reading.at,
    changes,
    allowanceBytes: allowanceBytes ?? previous.allowanceBytes,
    packageEndsAt: packageEndsAt ?? previous.packageEndsAt,
    endSince: endMoved ? number : previous.endSince,
    historyRows: rowGained ? historyRows : withRowToCome(previous.historyRows),
  };
}

/** The same epoch with what was unknown of it filled in. */
function learnt(epoch: PackageEpoch, reading: Reading, historyRows: number | null): PackageEpoch {
  const news = {
    allowanceBytes: epoch.allowanceBytes ?? reading.allowanceBytes,
    packageEndsAt: epoch.packageEndsAt ?? reading.packageEndsAt,
    historyRows: epoch.historyRows ?? historyRows,
  };
  const nothingNew =
    news.allowanceBytes === epoch.allowanceBytes &&
    news.packageEndsAt === epoch.packageEndsAt &&
    news.historyRows === epoch.historyRows;
  return nothingNew ? epoch : { ...epoch, ...news };
}

function differs(before: number | null, after: number | null): boolean {
  return before !== null && after !== null && before !== after;
}

function movedLater(before: UnixSeconds | null, after: UnixSeconds | null): boolean {
  return before !== null && after !== null && after > before + END_JITTER;
}

function withRowToCome(rows: number | null): number | null {
  return rows === null ? null : rows + 1;
}
