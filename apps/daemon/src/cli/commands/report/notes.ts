import { countedInWords, formatInstant } from '@roamwatch/core';
import type { StateOfFigures } from '@roamwatch/report';
import { readerOf } from '../../reader.js';
import { problemsInWords, standingOf } from '../../standing.js';
import type { StoreAccess } from '../../with-store.js';

/** The notes on a report: as of when it is, and what is missing. A line each. */
export async function notesOnReport(access: StoreAccess, state: StateOfFigures): Promise<readonly string[]> {
  const asOf = asOfText(access, state);
  if (state.periodStatus === 'closed') {
    // Nothing that happens after its closing changes a closed month.
    return [`final${asOf === null ? '' : `, as of ${asOf}`}: the month is closed`, ...missingNotes(state)];
  }
  const status =
    asOf === null
      ? 'preliminary, without any data. Run: roamwatch poll'
      : `preliminary, as of ${asOf}, the last successful poll: figures may still change`;
  return [status, ...(await notesOnFigures(access, state))];
}

/** The same of figures as they are known now, whatever was closed. */
export async function notesOnFigures(access: StoreAccess, state: StateOfFigures): Promise<readonly string[]> {
  const problems = problemsInWords(await standingOf(access), readerOf(access));
  return [...missingNotes(state), ...problems.map((problem) => `warning: ${problem}`)];
}

/** The instant of the figures in the configured time zone; null: no poll has succeeded yet. */
export function asOfText({ config }: StoreAccess, { dataAsOf }: StateOfFigures): string | null {
  return dataAsOf === null ? null : formatInstant(Date.parse(dataAsOf) / 1000, config.timeZone);
}

/** The data known to be missing from the figures. */
export function missingNotes({ discrepancies }: StateOfFigures): readonly string[] {
  return discrepancies.map(
    ({ what, count }) => `note: ${count === undefined ? what : countedInWords({ what, count })}`,
  );
}
