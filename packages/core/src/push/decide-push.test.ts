import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEsim, aReading, GB, MB, NOW } from '../../test/esim.js';
import type { Rule } from '../alerts/rules/registry.js';
import type { EsimFacts } from '../fleet/facts.js';
import type { FleetView } from '../polling/fleet-view.js';
import type { PollMemory } from '../polling/memory.js';
import { planNextPoll } from '../polling/next-poll.js';
import { type PollPolicy, polledEsimOf } from '../polling/polled-esim.js';
import { DAY, HOUR, MINUTE, type UnixSeconds } from '../time/instant.js';
import { decidePush, type KnownEvent, type PushOutcome } from './decide-push.js';
import type { EsimEvent } from './event.js';
import type { PushMark } from './push-mark.js';

const rules: readonly Rule[] = [
  { name: 'low-data', type: 'data-low', warning: [{ percent: 25 }], critical: [{ percent: 10 }] },
];
const planning: PollPolicy = { requestsPerHour: 100, floor: 10 * MINUTE, ceiling: DAY };
const fleet: FleetView = { rhythm: null, bytesPerHour: 8 * MB, patience: HOUR, longestWait: DAY };
const POLLED = NOW - HOUR;

/** Half of its gigabyte left, polled an hour ago. */
const facts: EsimFacts = anEsim({
  status: 'INSTALLED',
  reading: aReading({ at: POLLED, allowanceBytes: GB, remainingBytes: GB / 2 }),
  fresh: false,
});
const memory: PollMemory = {
  ...{ polledAt: POLLED, updatedAt: null, movedAfter: null, movedBy: null, bytesPerHour: 10 * MB },
};

function event(more: Partial<EsimEvent> = {}): EsimEvent {
  const at = more.at ?? NOW;
  const kind = more.kind ?? 'status';
  const figures = more.figures ?? null;
  const digest = JSON.stringify([kind, at, more.status, figures]);
  return { kind, at, digest, iccid: facts.iccid, esimId: null, status: 'ACTIVATED', figures, ...more };
}

function usage(remainingBytes: number, more: Partial<EsimEvent> = {}): EsimEvent {
  return event({ kind: 'usage', figures: { allowanceBytes: GB, remainingBytes, endsAt: null }, ...more });
}

interface Came {
  readonly event: EsimEvent;
  readonly receivedAt: UnixSeconds;
}

/** The outcome of events that come one after another, with an eSIM that nobody polls. */
function after(events: readonly Came[], given: { mark?: PushMark | null; policy?: PollPolicy | null } = {}) {
  let push = given.mark ?? null;
  const outcomes: PushOutcome[] = [];
  for (const { event: one, receivedAt } of events) {
    const known: KnownEvent = { esim: facts.esim, event: one, receivedAt };
    const before = {
      facts: new Map([[facts.esim, facts]]),
      remembered: new Map([[facts.esim, { memory, updatedAt: null, push }]]),
      fleet,
    };
    const policy = { rules, planning: given.policy === undefined ? planning : given.policy };
    const changes = decidePush([known], before, policy, receivedAt);
    push = changes.marks.get(facts.esim) ?? push;
    outcomes.push(...changes.outcomes);
  }
  return { push, outcomes };
}

const now = (one: EsimEvent): Came => ({ event: one, receivedAt: NOW });
const planned = (push: PushMark | null) =>
  planNextPoll(polledEsimOf(facts, { memory, updatedAt: null, push }, rules), fleet, planning);

describe('an event', () => {
  test('makes its eSIM due at once, by schedule too', () => {
    for (const policy of [planning, null]) {
      const { push, outcomes } = after([now(event())], { policy });
      expect(outcomes).toEqual(['due']);
      expect(push?.dueAt).toBe(NOW);
    }
    expect(planned(after([now(event())]).push)).toEqual({ dueAt: NOW, why: 'pushed' });
  });

  test('that reaches a threshold, is about another package, or says more is left makes its eSIM due', () => {
    for (const one of [
      usage(GB / 4),
      usage(0),
      usage(-5 * MB),
      usage(GB / 2 + MB),
      usage(GB / 2 - MB, { status: 'EXPIRED' }),
      usage(0, { figures: { allowanceBytes: 2 * GB, remainingBytes: GB / 2, endsAt: null } }),
      usage(0, { figures: { allowanceBytes: GB, remainingBytes: GB / 2 - MB, endsAt: NOW + 90 * DAY } }),
      usage(0, { figures: null }),
    ]) {
      expect(after([now(one)]).outcomes).toEqual(['due']);
    }
  });

  test('that reports a smaller change than any threshold needs moves the next poll, but never past the longest wait', () => {
    const { push, outcomes } = after([now(usage(GB / 2 - MB))]);
    expect(outcomes).toEqual(['stands-in']);
    expect(push?.dueAt).toBeNull();
    expect(planned(push).dueAt).toBeGreaterThan(planned(null).dueAt);
    expect(planned(push).dueAt).toBeLessThanOrEqual(POLLED + fleet.longestWait);
    expect(after([now(usage(GB / 2 - MB))], { policy: null }).outcomes).toEqual(['due']);
  });

  test('that reaches a threshold is marked as urgent, one that was reached before is not', () => {
    const reaches = (one: EsimEvent) => after([now(one)]).push?.told?.reaches;
    expect([usage(GB / 4), usage(GB / 2 - MB), usage(GB / 2 + MB)].map(reaches)).toEqual([
      true,
      false,
      false,
    ]);
    const another = { allowanceBytes: 2 * GB, remainingBytes: GB / 4, endsAt: null };
    expect(reaches(usage(0, { figures: another }))).toBe(true);
  });

  test('from before the last poll changes nothing, unless it knows of more use', () => {
    const before = { at: POLLED - HOUR };
    expect(after([now(event(before))]).outcomes).toEqual(['outdated']);
    expect(after([now(usage(GB / 2 + 10 * MB, before))]).outcomes).toEqual(['outdated']);
    expect(after([now(usage(GB / 4, before))]).outcomes).toEqual(['due']);
  });

  test('that comes while its eSIM is polled makes it due again, once the floor allows', () => {
    const held = { ...(after([now(event())]).push as PushMark), heldUntil: NOW + 5 * MINUTE };
    const later = { event: event({ at: NOW + 5 }), receivedAt: NOW + 5 };
    const { push, outcomes } = after([later], { mark: held });
    expect(outcomes).toEqual(['due']);
    expect(push).toMatchObject({ dueAt: NOW + planning.floor, heldUntil: null });
    expect(after([later], { mark: { ...held, heldUntil: null } }).outcomes).toEqual(['pending']);
    const covered = { event: event({ at: POLLED - HOUR }), receivedAt: NOW + 5 };
    expect(after([covered], { mark: { ...held, eventAt: 0 } }).push).toMatchObject({
      dueAt: NOW,
      heldUntil: held.heldUntil,
    });
  });

  test('is recognised when it comes again, also without a time', () => {
    const timeless = event({ at: null, digest: 'same' });
    const { push, outcomes } = after([now(timeless), { event: timeless, receivedAt: NOW + HOUR }]);
    expect(outcomes).toEqual(['due', 'repeated']);
    expect(push?.receivedAt).toBe(NOW);
  });

  test('with a time in the future counts from when it came', () => {
    expect(after([now(event({ at: NOW + 90 * DAY }))]).push?.eventAt).toBe(NOW);
  });
});

const anyEvent = fc
  .record({
    ago: fc.nat(3 * HOUR),
    delay: fc.nat(2 * HOUR),
    status: fc.constantFrom('ACTIVATED', 'INACTIVE', 'INSTALLED', 'EXPIRED', null),
    remaining: fc.option(fc.integer({ min: -MB, max: GB })),
  })
  .map(({ ago, delay, status, remaining }): Came => {
    const at = NOW - ago;
    const one = remaining === null ? event({ at, status }) : usage(remaining, { at, status });
    return { event: one, receivedAt: at + delay };
  });
const byArrival = (events: readonly Came[]) => [...events].sort((a, b) => a.receivedAt - b.receivedAt);

test('whatever comes, flapping and repeated, no eSIM is made due more often than the floor allows', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 60 }), (events) => {
      let push: PushMark | null = null;
      const hastened: UnixSeconds[] = [];
      for (const came of byArrival([...events, ...events])) {
        const { push: mark, outcomes } = after([came], { mark: push });
        // Polled at once each time: what was due is done.
        if (outcomes[0] === 'due') hastened.push(mark?.dueAt ?? 0);
        push = mark === null ? null : { ...mark, dueAt: null };
      }
      hastened.sort((a, b) => a - b);
      for (const [index, at] of hastened.entries()) {
        const last = hastened[index - 1];
        if (last !== undefined) expect(at - last).toBeGreaterThanOrEqual(planning.floor);
      }
    }),
  );
});

test('events that come again later, in any order, leave the mark and the plan as they are', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(anyEvent, { maxLength: 8, selector: ({ event: { digest } }) => digest }),
      (events) => {
        const once = after(byArrival(events));
        const replayed = [...events].reverse().map((came) => ({ ...came, receivedAt: NOW + 5 * HOUR }));
        const again = after(replayed, { mark: once.push });
        expect(again.push).toEqual(once.push);
        expect(again.outcomes.every((outcome) => outcome === 'repeated')).toBe(true);
      },
    ),
  );
});

test('no event makes a poll later than the longest wait after the last one', () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 20 }), (events) => {
      expect(planned(after(byArrival(events)).push).dueAt).toBeLessThanOrEqual(POLLED + fleet.longestWait);
    }),
  );
});
