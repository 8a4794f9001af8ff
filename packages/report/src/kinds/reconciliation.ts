import { DAY, type ReconciliationRow } from '@roamwatch/core';
import { ByteTotal } from '../figures/bytes.js';
import { utcDate } from '../figures/instant.js';
import type { Period } from '../period/period.js';
import type { ReportSource } from '../source.js';
import { seen } from '../table/row-stream.js';
import { type Column, type Discrepancy, instant, integer, type Table, text } from '../table/table.js';
import { costCentre, esimId, headColumns, iccid, label } from './head.js';

/**
 * Why the daily rows and the allowance differ. `none`: they agree; `unsupported`: cannot be determined;
 * `dropped out`: days from before the first we have are gone from the provider's window; `restated`: days were
 * changed afterwards; `lag`: one of the two figures is still on its way; `unexplained`: to be investigated.
 */
export type Explanation = 'none' | 'unsupported' | 'dropped out' | 'restated' | 'lag' | 'unexplained';

/** Allowances come in whole MB, daily rows in whole KB: below this the two agree. */
const ROUNDING_BYTES = 1024 ** 2;

/** A row per eSIM and package: the daily rows' sum beside allowance minus remaining. */
export function reconciliationTable(source: ReportSource, period: Period): Table<ReconciliationRow> {
  if (source.reconciliation === undefined) throw new RangeError('this source has no reconciliation');
  const outcomes = new Outcomes();
  return {
    columns: reconciliationColumns(period),
    slices: seen(source.reconciliation(period), (row) => outcomes.add(row)),
    tally: () => ({ totals: {}, discrepancies: outcomes.discrepancies() }),
  };
}

/** Allowance minus remaining; null when either is missing. */
export function consumedBytes(row: ReconciliationRow): number | null {
  if (row.allowanceBytes === null || row.remainingBytes === null) return null;
  return row.allowanceBytes - row.remainingBytes;
}

/** Daily rows minus consumed: negative when days are missing. Null when it is unknown. */
export function differenceBytes(row: ReconciliationRow): number | null {
  const consumed = consumedBytes(row);
  return consumed === null || !comparable(row) ? null : row.dailyBytes - consumed;
}

/** Why the two figures of a package differ, by the first explanation that applies. */
export function explain(row: ReconciliationRow): Explanation {
  const difference = differenceBytes(row);
  if (difference === null) return 'unsupported';
  if (Math.abs(difference) < ROUNDING_BYTES) return 'none';
  if (difference < 0 && startedBeforeFirstDay(row)) return 'dropped out';
  if (row.restatedRows > 0) return 'restated';
  return stillMoving(row) ? 'lag' : 'unexplained';
}

function comparable(row: ReconciliationRow): boolean {
  return row.usageCheck && !row.unlimited;
}

function startedBeforeFirstDay(row: ReconciliationRow): boolean {
  if (row.packageStartedAt === null || row.firstDay === null) return false;
  return utcDate(row.packageStartedAt + DAY) < row.firstDay;
}

/** A figure changed within a day of the reading, or the package was still active when it was read. */
function stillMoving(row: ReconciliationRow): boolean {
  if (row.readingAt === null) return false;
  const changedLately = row.lastChangedAt !== null && row.lastChangedAt > row.readingAt - DAY;
  return changedLately || (row.packageEndsAt !== null && row.packageEndsAt > row.readingAt);
}

class Outcomes {
  readonly #byExplanation = new Map<Explanation, { count: number; difference: ByteTotal }>();

  add(row: ReconciliationRow): void {
    const explanation = explain(row);
    if (explanation === 'none') return;
    let outcome = this.#byExplanation.get(explanation);
    if (outcome === undefined) {
      outcome = { count: 0, difference: new ByteTotal() };
      this.#byExplanation.set(explanation, outcome);
    }
    outcome.count += 1;
    outcome.difference.add(differenceBytes(row) ?? 0);
  }

  discrepancies(): Discrepancy[] {
    return [...this.#byExplanation]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([explanation, { count, difference }]) => ({
        kind: 'reconciliation',
        what:
          explanation === 'unsupported'
            ? 'packages that cannot be reconciled: unsupported'
            : `packages whose days differ from the allowance by ${difference.total} bytes together: ${explanation}`,
        count,
      }));
  }
}

function reconciliationColumns(period: Period): Column<ReconciliationRow>[] {
  return [
    ...headColumns(period),
    iccid,
    esimId,
    label,
    costCentre,
    instant('package_started_at', (row) => row.packageStartedAt),
    instant('package_ends_at', (row) => row.packageEndsAt),
    instant('reading_at', (row) => row.readingAt),
    integer('allowance_bytes', (row) => row.allowanceBytes),
    integer('remaining_bytes', (row) => row.remainingBytes),
    integer('consumed_bytes', consumedBytes),
    integer('daily_bytes', (row) => row.dailyBytes),
    integer('difference_bytes', differenceBytes),
    text('explanation', explain),
  ];
}
