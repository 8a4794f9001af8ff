import type { RoamifyError } from '@roamwatch/client';
import type { Counts } from '../ports/cycle-result.js';
import { addCounts, NO_COUNTS } from './counts.js';
import { type Drift, joinDrift, NO_DRIFT } from './drift/observe.js';

/** What a stage of a poll came to, whether it went through or was ended by a failure of the provider. */
export interface StageResult {
  readonly counts: Counts;
  readonly drift: Drift;
  /** What failed as a whole, in words for the operator. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** What ended it; null when it went through. A failing single eSIM is not one. */
  readonly failure: RoamifyError | null;
}

export const NOTHING_DONE: StageResult = {
  counts: NO_COUNTS,
  drift: NO_DRIFT,
  problems: [],
  warnings: [],
  failure: null,
};

/** What stages came to one after another. */
export function joinStages(...stages: readonly Partial<StageResult>[]): StageResult {
  return {
    counts: addCounts(...stages.map(({ counts }) => counts ?? NO_COUNTS)),
    drift: stages.reduce((all, { drift }) => (drift ? joinDrift(all, drift) : all), NO_DRIFT),
    problems: stages.flatMap(({ problems }) => problems ?? []),
    warnings: stages.flatMap(({ warnings }) => warnings ?? []),
    failure: stages.map(({ failure }) => failure ?? null).findLast((failure) => failure !== null) ?? null,
  };
}
