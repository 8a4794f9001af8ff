import type { Rule } from '../alerts/rules/registry.js';
import type { EsimKey } from '../fleet/esim.js';
import type { EsimFacts } from '../fleet/facts.js';
import type { UnixSeconds } from '../time/instant.js';
import type { Answer } from './answer.js';
import type { FleetView } from './fleet-view.js';
import { learn, type PollMemory, type Remembered } from './memory.js';
import { planNextPoll } from './next-poll.js';
import { type PollPolicy, polledEsimOf } from './polled-esim.js';
import { type Gaps, withGap } from './rhythm.js';
import { viewFleet } from './view-fleet.js';

/** The polling state of the fleet as a whole. */
export interface FleetMemory {
  readonly gaps: Gaps;
  readonly view: FleetView;
}

/** The state of adaptive polling before answers are stored. */
export interface LearningBefore {
  /** By eSIM; one that is not stored is missing. */
  readonly remembered: ReadonlyMap<EsimKey, Remembered>;
  /** Null before the fleet was first planned. */
  readonly fleet: FleetMemory | null;
}

/** The estimates that answers give for the next polls. */
export interface Lessons {
  readonly memories: ReadonlyMap<EsimKey, PollMemory>;
  /** When each eSIM is polled next. */
  readonly due: ReadonlyMap<EsimKey, UnixSeconds>;
  readonly fleet: FleetMemory;
}

/** The eSIMs of some answers, before and after them, by key. */
export interface BeforeAndAfter {
  readonly before: ReadonlyMap<EsimKey, EsimFacts>;
  readonly after: ReadonlyMap<EsimKey, EsimFacts>;
}

/** Learns from answers, and plans the next polls of the eSIMs that gave them. */
export function learnFromAnswers(
  answers: readonly Answer[],
  { before, after }: BeforeAndAfter,
  { remembered, fleet }: LearningBefore,
  { rules, planning }: { readonly rules: readonly Rule[]; readonly planning: PollPolicy },
): Lessons {
  const view = fleet?.view ?? viewFleet([], [], planning);
  const memories = new Map<EsimKey, PollMemory>();
  const due = new Map<EsimKey, UnixSeconds>();
  let gaps = fleet?.gaps ?? [];
  for (const { esim, at: polledAt } of answers) {
    const facts = after.get(esim);
    if (facts === undefined) continue;
    const { memory: former, updatedAt, push = null } = remembered.get(esim) ?? UNKNOWN;
    const formerReading = before.get(esim)?.reading ?? null;
    const { memory, gap } = learn(former, formerReading, facts.reading, { polledAt, updatedAt });
    memories.set(esim, memory);
    if (gap !== null) gaps = withGap(gaps, gap);
    const polled = polledEsimOf(facts, { memory, updatedAt, push }, rules);
    due.set(esim, planNextPoll(polled, view, planning).dueAt);
  }
  return { memories, due, fleet: { gaps, view } };
}

const UNKNOWN: Remembered = { memory: null, updatedAt: null };
