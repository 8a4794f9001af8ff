import type { Rule } from '../alerts/rules/registry.js';
import type { EsimKey } from '../fleet/esim.js';
import type { EsimFacts } from '../fleet/facts.js';
import type { FleetView } from '../polling/fleet-view.js';
import type { Remembered } from '../polling/memory.js';
import { planNextPoll, polledLast } from '../polling/next-poll.js';
import { type PolledEsim, type PollPolicy, polledEsimOf } from '../polling/polled-esim.js';
import { MINUTE, type Seconds, type UnixSeconds } from '../time/instant.js';
import type { EsimEvent } from './event.js';
import type { PushMark } from './push-mark.js';
import { isSeen, withSeen } from './seen.js';
import { reachesThreshold, standsInForAPoll } from './told.js';

/** An event about an eSIM that is known. */
export interface KnownEvent {
  readonly esim: EsimKey;
  readonly event: EsimEvent;
  readonly receivedAt: UnixSeconds;
}

/** The stored eSIMs of some events. */
export interface PushBefore {
  /** By eSIM; one that is not stored is missing. */
  readonly facts: ReadonlyMap<EsimKey, EsimFacts>;
  /** Likewise. */
  readonly remembered: ReadonlyMap<EsimKey, Remembered>;
  /** Null before the fleet was first planned. */
  readonly fleet: FleetView | null;
}

/** The configuration that decisions about events depend on. */
export interface PushPolicy {
  readonly rules: readonly Rule[];
  /** Null: polling goes by schedule. */
  readonly planning: PollPolicy | null;
}

/**
 * `due`: the eSIM is to be polled. `pending`: it was going to be anyway. `stands-in`: the figures are as good as a poll for now.
 * `repeated`: the same content came before. `outdated`: a newer event came before, or a poll that saw what this one is about.
 */
export type PushOutcome = 'due' | 'pending' | 'stands-in' | 'repeated' | 'outdated';

/** What a batch of events changes. */
export interface PushChanges {
  readonly marks: ReadonlyMap<EsimKey, PushMark>;
  /** When adaptive polling polls each of them next; empty where polling goes by schedule. */
  readonly due: ReadonlyMap<EsimKey, UnixSeconds>;
  /** One for each event about an eSIM that is stored. */
  readonly outcomes: readonly PushOutcome[];
}

/** Where polling goes by schedule, events make an eSIM due no more often than this. */
const LEAST_BETWEEN: Seconds = MINUTE;

/** Clocks differ: an event is certainly older than a poll only this long before it. */
const CLOCKS_DIFFER: Seconds = 5 * MINUTE;

/**
 * The changes that events about eSIMs make. Polling stays the truth: an event only makes its eSIM due, at once but no more often than the
 * floor of the plan allows. Repeated, late and flapping events therefore cost little, and change nothing that people see.
 */
export function decidePush(
  events: readonly KnownEvent[],
  before: PushBefore,
  policy: PushPolicy,
  now: UnixSeconds,
): PushChanges {
  const marks = new Map<EsimKey, PushMark>();
  const due = new Map<EsimKey, UnixSeconds>();
  const outcomes: PushOutcome[] = [];
  for (const known of events) {
    const facts = before.facts.get(known.esim);
    if (facts === undefined) continue;
    const remembered = before.remembered.get(known.esim) ?? { memory: null, updatedAt: null };
    const former = marks.get(known.esim) ?? remembered.push ?? null;
    const esim = polledEsimOf(facts, { ...remembered, push: former }, policy.rules);
    const { outcome, mark } = take(known, former, { esim, facts, policy, now });
    outcomes.push(outcome);
    marks.set(known.esim, mark);
    if (policy.planning !== null && before.fleet !== null) {
      due.set(known.esim, planNextPoll({ ...esim, push: mark }, before.fleet, policy.planning).dueAt);
    }
  }
  return { marks, due, outcomes };
}

interface Looked {
  readonly esim: PolledEsim;
  readonly facts: EsimFacts;
  readonly policy: PushPolicy;
  readonly now: UnixSeconds;
}

function take(
  { event, receivedAt }: KnownEvent,
  former: PushMark | null,
  { esim, facts, policy, now }: Looked,
): { readonly outcome: PushOutcome; readonly mark: PushMark } {
  const at = Math.min(event.at ?? receivedAt, receivedAt);
  if (former !== null && isSeen(former.seen, event.digest)) return { outcome: 'repeated', mark: former };
  const seen = withSeen(former?.seen, event.digest);
  if (former !== null && at < former.eventAt) return { outcome: 'outdated', mark: { ...former, seen } };

  const told =
    event.figures === null
      ? (former?.told ?? null)
      : { ...event.figures, at, reaches: reachesThreshold(event.figures, facts, policy.rules) };
  const hastenedAt = former?.hastenedAt ?? null;
  const { dueAt: formerDueAt = null, heldUntil = null } = former ?? {};
  const mark = { eventAt: at, receivedAt, seen, told, dueAt: formerDueAt, hastenedAt, heldUntil };
  if (isCovered(at, event, esim)) return { outcome: 'outdated', mark };
  // The poll under way may be too early for what this one is about.
  const isHeld = heldUntil !== null && heldUntil > now;
  if (mark.dueAt !== null && !isHeld) return { outcome: 'pending', mark };
  if (policy.planning !== null && standsInForAPoll(event, esim, facts)) return { outcome: 'stands-in', mark };
  const dueAt = Math.max(now, (hastenedAt ?? 0) + (policy.planning?.floor ?? LEAST_BETWEEN));
  return { outcome: 'due', mark: { ...mark, dueAt, hastenedAt: dueAt, heldUntil: null } };
}

/** A poll after it saw what the event is about, unless the event knows of more use than that. */
function isCovered(at: UnixSeconds, { figures }: EsimEvent, esim: PolledEsim): boolean {
  const { reading } = esim;
  if (reading === null || at >= polledLast(esim) - CLOCKS_DIFFER) return false;
  const knowsMore =
    figures !== null &&
    figures.allowanceBytes === reading.allowanceBytes &&
    figures.remainingBytes < (reading.remainingBytes ?? 0);
  return !knowsMore;
}
