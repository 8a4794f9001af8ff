import type {
  AnswersBefore,
  AnswersChanges,
  CalendarDate,
  EsimKey,
  FleetMemory,
  PolledStatuses,
  Remembered,
  UnixSeconds,
} from '@roamwatch/core';
import type { StoredTransition } from './alert-store.js';
import type { Decide } from './decide.js';
import type { Page } from './fleet-store.js';
import type { DaysWritten } from './usage-store.js';

/** Readings, and the plan of adaptive polling. */
export interface PollingStore {
  /**
   * Stores a batch of answers with all that follows from them: daily usage, readings, package epochs, failures,
   * rejected data, purchases, alerts with their notifications, and what adaptive polling learns. A crash leaves all
   * of it or nothing.
   */
  answers(batch: AnswersBatch, decide: Decide<AnswersBefore, AnswersChanges>): Promise<AnswersWritten>;
  /** The stored state of these eSIMs and their list entries; all that exist are in the result. */
  remembered(esims: readonly EsimKey[]): Promise<ReadonlyMap<EsimKey, Remembered>>;
  setDue(due: ReadonlyMap<EsimKey, UnixSeconds>): Promise<void>;
  /** The polling state of the fleet as a whole; null before it was first planned. */
  fleetMemory(): Promise<FleetMemory | null>;
  changeFleetMemory(decide: Decide<FleetMemory | null, FleetMemory>): Promise<void>;
  /** eSIMs due by `now`, of those that `pollTargets(statuses)` gives; by key, a page at a time. */
  dueBy(now: UnixSeconds, statuses: PolledStatuses, page: Page): Promise<readonly EsimKey[]>;
}

/** The data loaded for a decision about a batch of answers. */
export interface AnswersBatch {
  /** The eSIMs whose facts, readings and alerts are loaded. */
  readonly esims: readonly EsimKey[];
  readonly now: UnixSeconds;
  /** Readings are loaded from then on; null: none are. */
  readonly readingsSince: UnixSeconds | null;
  /** True when the places that they were seen in are loaded. */
  readonly places: boolean;
  /** The day whose inventory has the travellers' addresses; null: none are loaded. */
  readonly addressesOn: CalendarDate | null;
  /** True when adaptive polling learns from the answers. */
  readonly learning: boolean;
}

/** The rows written for a batch of answers. */
export interface AnswersWritten {
  readonly changes: AnswersChanges;
  readonly days: DaysWritten;
  readonly transitions: readonly StoredTransition[];
}
