import fc from 'fast-check';
import { expect, test } from 'vitest';
import { anyPolicy, anyPolled, NOON, POLICY, polled } from '../../test/polled-fleet.js';
import { DAY, HOUR, MINUTE, type Seconds } from '../time/instant.js';
import { chooseDue, type Planned } from './choose.js';
import { learn } from './memory.js';
import { type NextPoll, planNextPoll, polledLast } from './next-poll.js';
import type { PolledEsim } from './polled-esim.js';
import { logRequests, type RequestLog, requestsLeft } from './request-log.js';
import { viewFleet } from './view-fleet.js';

test('the ceiling applies where a quarter of the budget reaches every eSIM in time, and is stretched where not', () => {
  const fleet = (size: number) => Array.from({ length: size }, (_, esim) => polled({ esim }));
  expect(viewFleet(fleet(10), [], POLICY).longestWait).toBe(POLICY.ceiling);
  expect(viewFleet(fleet(2_400), [], POLICY).longestWait).toBe(4 * DAY);
  expect(viewFleet([], [], POLICY).longestWait).toBe(POLICY.ceiling);
});

test('law: chosen in parts, the same are chosen as at once', () => {
  const fleets = fc.array(anyPolled, { minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(fleets, anyPolicy, fc.nat(12), fc.nat(40), (drawn, policy, allowed, cut) => {
      const fleet = drawn.map((one, esim) => ({ ...one, esim }));
      const view = viewFleet(fleet, [], policy);
      const planned = fleet.map((esim) => ({ esim, nextPoll: planNextPoll(esim, view, policy) }));
      const choose = (some: typeof planned) => chooseDue(some, view, allowed, NOON);
      const inParts = choose([...choose(planned.slice(0, cut)), ...planned.slice(cut)]);
      expect(new Set(inParts)).toEqual(new Set(choose(planned)));
    }),
  );
});

test('a fleet is seen by an even sample of it', () => {
  const some = [polled({ esim: 1 }), polled({ esim: 2 })];
  const all = Array.from({ length: 2_000 }, (_, esim) => polled({ esim }));
  expect(viewFleet(some, [], POLICY, 2_000)).toEqual(viewFleet(all, [], POLICY));
});

test('law: the larger the budget, the less patient the plan', () => {
  fc.assert(
    fc.property(fc.array(anyPolled, { minLength: 1, maxLength: 30 }), anyPolicy, (fleet, policy) => {
      const patience = (requestsPerHour: number) =>
        viewFleet(fleet, [], { ...policy, requestsPerHour, ceiling: 90 * DAY }).patience;
      expect(patience(policy.requestsPerHour * 10)).toBeLessThanOrEqual(patience(policy.requestsPerHour));
    }),
    { numRuns: 30 },
  );
});

test('law: that some are new or have just changed makes the plan of all others no more patient', () => {
  const fleets = fc.array(anyPolled, { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(fleets, anyPolicy, (drawn, policy) => {
      const fleet = drawn.map((esim) => ({ ...esim, updatedAt: esim.memory?.updatedAt ?? null }));
      const changed = fleet.map((esim) => (esim.memory === null ? esim : { ...esim, updatedAt: NOON + 1 }));
      expect(viewFleet(changed, [], policy)).toEqual(viewFleet(fleet, [], policy));
    }),
    { numRuns: 30 },
  );
  const unknown = polled({ memory: null, reading: null, bytesToThreshold: null });
  const fleet = [polled(), ...Array.from({ length: 99 }, () => unknown)];
  const { patience } = viewFleet(fleet, [], { ...POLICY, requestsPerHour: 10 });
  expect(patience).toBe(viewFleet([], [], POLICY).patience);
});

test('law: a played plan keeps the budget in every hour, and lets nobody starve', () => {
  const fleets = fc.array(anyPolled, { minLength: 1, maxLength: 25 });
  fc.assert(
    fc.property(fleets, fc.integer({ min: 1, max: 6 }), (drawn, requestsPerHour) => {
      const policy = { requestsPerHour, floor: 600, ceiling: 6 * HOUR };
      const { polledAt, longest } = play(drawn, policy, 4 * DAY);
      for (const [index, at] of polledAt.entries()) {
        const inTheHour = polledAt.filter((other, n) => n >= index && other < at + HOUR).length;
        expect(inTheHour).toBeLessThanOrEqual(requestsPerHour);
      }
      // All are new at the beginning; then the longest wait, and a round of those who wait as long.
      const round = (drawn.length / requestsPerHour) * HOUR;
      const { longestWait } = viewFleet(drawn, [], policy);
      expect(longest).toBeLessThanOrEqual(longestWait + 5 * round + 2 * HOUR);
    }),
    { numRuns: 12 },
  );
});

/** Polls as the daemon does, all eSIMs in the worst hurry: each uses a gigabyte an hour. */
function play(drawn: readonly PolledEsim[], policy: Parameters<typeof viewFleet>[2], seconds: number) {
  const fleet = new Map(
    drawn.map((one, esim) => [esim, { ...one, esim, failingSince: null, firstSeenAt: NOON }]),
  );
  const lastPolled = new Map([...fleet.keys()].map((esim) => [esim, NOON]));
  const polledAt: number[] = [];
  let log: RequestLog = [];
  let longest = 0;
  for (let now = NOON; now < NOON + seconds; now += 300) {
    const view = viewFleet([...fleet.values()], [], policy);
    const planned = [...fleet.values()].map((esim) => ({ esim, nextPoll: planNextPoll(esim, view, policy) }));
    const due = chooseDue(planned, view, requestsLeft(log, policy.requestsPerHour, now), now);
    for (const { esim } of due) {
      longest = Math.max(longest, now - (lastPolled.get(esim.esim) ?? NOON));
      lastPolled.set(esim.esim, now);
      polledAt.push(now);
      log = logRequests(log, now, 1);
      const { memory } = learn(esim.memory, null, null, { polledAt: now, updatedAt: esim.updatedAt });
      fleet.set(esim.esim, { ...esim, memory: { ...memory, bytesPerHour: 2 ** 30 } });
    }
  }
  for (const polled of lastPolled.values()) longest = Math.max(longest, NOON + seconds - polled);
  return { polledAt, longest };
}

/** Polled this long ago, with this long to wait. */
function one(esim: number, wait: Seconds, why: NextPoll['why'], ago: Seconds): Planned {
  const memory = {
    polledAt: NOON - ago,
    updatedAt: null,
    movedAfter: null,
    movedBy: null,
    bytesPerHour: null,
  };
  return { esim: polled({ esim, memory, reading: null }), nextPoll: { dueAt: NOON - ago + wait, why } };
}

test('a quarter of the places is for those past the longest wait, also where a minute has but one', () => {
  const view = viewFleet([], [], POLICY);
  const patient = Array.from({ length: 30 }, (_, n) => one(n, 2 * DAY, 'nothing ahead', 3 * DAY));
  const urgent = Array.from({ length: 30 }, (_, n) => one(100 + n, MINUTE, 'threshold ahead', 2 * HOUR));
  const places = (minute: number, allowed: number) =>
    chooseDue([...urgent, ...patient], view, allowed, NOON + minute * MINUTE).filter(
      ({ esim }) => Number(esim.esim) < 100,
    ).length;
  expect(places(0, 20)).toBeGreaterThanOrEqual(5);
  for (const every of [1, 4, 60]) {
    const turns = Array.from({ length: 400 }, (_, turn) => places(turn * every, 1));
    expect(turns.reduce((sum, count) => sum + count, 0) / 100).toBeCloseTo(1, 1);
  }
});

test('a quarter of the places is for new ones that are not installed, and the others come before the rest of them', () => {
  const view = viewFleet([], [], POLICY);
  const isReady = ({ esim }: Planned) => !esim.isInstalled;
  const ready = Array.from({ length: 40 }, (_, n) => {
    const { esim, nextPoll } = one(n, 0, 'never polled', HOUR);
    return { esim: { ...esim, isInstalled: false }, nextPoll };
  });
  const urgent = Array.from({ length: 40 }, (_, n) => one(100 + n, MINUTE, 'threshold ahead', 2 * HOUR));
  const chosen = (minute: number, allowed: number) =>
    chooseDue([...urgent, ...ready], view, allowed, NOON + minute * MINUTE);
  expect(chosen(0, 20).slice(0, 5).every(isReady)).toBe(true);
  expect(chosen(0, 20).slice(6).some(isReady)).toBe(false);
  const turns = Array.from({ length: 400 }, (_, minute) => chosen(minute, 1).filter(isReady).length);
  expect(turns.reduce((sum, count) => sum + count, 0) / 100).toBeCloseTo(1, 1);
});

test('the most urgent come first: new, changed, then the most overdue for their own rhythm', () => {
  const view = viewFleet([], [], POLICY);
  const ready = one(7, 0, 'never polled', 20 * HOUR);
  const planned = [
    one(1, HOUR, 'threshold ahead', 2 * HOUR),
    one(2, 600, 'threshold ahead', 3 * 600),
    one(3, 600, 'changed', 700),
    one(4, 0, 'never polled', 10),
    one(5, HOUR, 'threshold ahead', 10),
    one(6, DAY, 'threshold ahead', 25 * HOUR),
    { ...ready, esim: { ...ready.esim, isInstalled: false } },
  ];
  const chosen = (allowed: number) => chooseDue(planned, view, allowed, NOON).map(({ esim }) => esim.esim);
  expect(chosen(9)).toEqual([6, 7, 4, 3, 2, 1]);
  expect(chosen(2)).toEqual([6, 4]);
  expect(chosen(0)).toEqual([]);
  expect(polledLast(polled())).toBe(NOON);
});
