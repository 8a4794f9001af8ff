import type { RoamifyError } from '@roamwatch/client';
import { joinObservations, NOTHING_OBSERVED, type PollObservation } from '@roamwatch/core';
import type { Counts } from '../ports/cycle-result.js';
import { addCounts, NO_COUNTS } from './counts.js';

/** The result of a stage of a poll, whether it went through or was ended by a failure of the provider. */
export interface StageResult {
  readonly counts: Counts;
  readonly observed: PollObservation;
  readonly calls: UsageCalls;
  /** Failures of the poll as a whole, in words for the operator. */
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
  /** The failure that ended it; null when it went through. A failing single eSIM is not one. */
  readonly failure: RoamifyError | null;
}

/** Requests for usage, and how they ended. */
export interface UsageCalls {
  readonly answered: number;
  readonly failed: number;
  /** Of the last that failed. */
  readonly error: RoamifyError | null;
}

const NO_CALLS: UsageCalls = { answered: 0, failed: 0, error: null };

export const NOTHING_DONE: StageResult = {
  counts: NO_COUNTS,
  observed: NOTHING_OBSERVED,
  calls: NO_CALLS,
  problems: [],
  warnings: [],
  failure: null,
};

/** A stage that did part of what stages do. */
export type PartOfStage = Partial<Omit<StageResult, 'observed'>> & {
  readonly observed?: Partial<PollObservation>;
};

/** The results of stages one after another. */
export function joinStages(...stages: readonly PartOfStage[]): StageResult {
  return {
    counts: addCounts(...stages.map(({ counts }) => counts ?? NO_COUNTS)),
    observed: stages.reduce(
      (all, { observed }) => (observed ? joinObservations(all, observed) : all),
      NOTHING_OBSERVED,
    ),
    calls: stages.reduce((all, { calls }) => (calls ? joinCalls(all, calls) : all), NO_CALLS),
    problems: stages.flatMap(({ problems }) => problems ?? []),
    warnings: stages.flatMap(({ warnings }) => warnings ?? []),
    failure: stages.map(({ failure }) => failure ?? null).findLast((failure) => failure !== null) ?? null,
  };
}

function joinCalls(a: UsageCalls, b: UsageCalls): UsageCalls {
  return { answered: a.answered + b.answered, failed: a.failed + b.failed, error: b.error ?? a.error };
}
