import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyPolicy, anyPolled, NOON, POLICY, polled } from '../../test/polled-fleet.js';
import { HOUR, MINUTE } from '../time/instant.js';
import { UNIT_BYTES } from '../usage/unit.js';
import { nextPollInWords } from '../wording/sentences.js';
import type { FleetView } from './fleet-view.js';
import { type NextPoll, planNextPoll, polledLast } from './next-poll.js';
import { nextPollReason } from './next-poll-reason.js';
import type { PolledEsim } from './polled-esim.js';
import { viewFleet } from './view-fleet.js';

const MB = UNIT_BYTES.MB;
const VIEW: FleetView = {
  rhythm: { soonest: 3 * HOUR, usual: 4 * HOUR },
  bytesPerHour: 8 * MB,
  patience: 600,
  longestWait: 24 * HOUR,
};

function inWords(esim: PolledEsim, fleet: FleetView, next: NextPoll): string {
  return nextPollInWords(nextPollReason(esim, fleet, next));
}

describe('an eSIM is polled', () => {
  test('at once when it never was', () => {
    const esim = polled({ memory: null, reading: null, bytesToThreshold: null });
    const nextPoll = planNextPoll(esim, VIEW, POLICY);
    expect(nextPoll).toEqual({ dueAt: esim.firstSeenAt, why: 'never polled' });
    expect(inWords(esim, VIEW, nextPoll)).toBe('never polled');
    expect(inWords({ ...esim, isInstalled: false }, VIEW, nextPoll)).toBe(
      'never polled; uninstalled profiles share 25 % of the budget',
    );
  });

  test('as soon as the floor allows when the list shows that it changed', () => {
    const nextPoll = planNextPoll(polled({ updatedAt: NOON - 60 }), VIEW, POLICY);
    expect(nextPoll).toEqual({ dueAt: NOON + POLICY.floor, why: 'changed' });
  });

  test('at the longest wait when no threshold is ahead', () => {
    const nextPoll = planNextPoll(polled({ bytesToThreshold: null }), VIEW, POLICY);
    expect(nextPoll).toEqual({ dueAt: NOON + VIEW.longestWait, why: 'nothing ahead' });
  });

  test('ever later while it fails', () => {
    const waits = [0, HOUR, 5 * HOUR, 90 * HOUR].map(
      (failing) => planNextPoll(polled({ failingSince: NOON - failing }), VIEW, POLICY).dueAt - NOON,
    );
    expect(waits).toEqual([POLICY.floor, HOUR, 5 * HOUR, VIEW.longestWait]);
  });

  test('not before its figures can have moved, however near the threshold is', () => {
    const memory = {
      polledAt: NOON,
      updatedAt: null,
      movedAfter: NOON - HOUR,
      movedBy: NOON,
      bytesPerHour: 300 * MB,
    };
    const near = polled({ bytesToThreshold: MB, memory });
    const wait = planNextPoll(near, VIEW, POLICY).dueAt - NOON;
    expect(wait).toBe(2 * HOUR);
    expect(planNextPoll(near, { ...VIEW, rhythm: null }, POLICY).dueAt - NOON).toBeLessThan(HOUR);
  });

  test('rarely while nothing of its package was used', () => {
    const untouched = { allowanceBytes: 1024 * MB, remainingBytes: 1024 * MB, packageEndsAt: null };
    const reading = { at: NOON, packageStartedAt: NOON - 60 * HOUR, ...untouched };
    const wait = (changes: object) => planNextPoll(polled(changes), VIEW, POLICY).dueAt;
    const bytesToThreshold = 256 * MB;
    expect(wait({ reading, bytesToThreshold })).toBeGreaterThan(wait({ bytesToThreshold }));
  });
});

test('law: the nearer the threshold, the sooner the poll', () => {
  fc.assert(
    fc.property(anyPolled, anyPolicy, fc.nat(50 * UNIT_BYTES.GB), (esim, policy, farther) => {
      if (esim.bytesToThreshold === null) return;
      const view = { ...VIEW, longestWait: Math.max(policy.floor, policy.ceiling) };
      const near = planNextPoll(esim, view, policy).dueAt;
      const far = planNextPoll(
        { ...esim, bytesToThreshold: esim.bytesToThreshold + farther },
        view,
        policy,
      ).dueAt;
      expect(far).toBeGreaterThanOrEqual(near);
    }),
  );
});

test('law: the more patient the fleet, the later the poll', () => {
  fc.assert(
    fc.property(anyPolled, fc.integer({ min: 1, max: 9_999 }), fc.nat(99_999), (esim, patience, more) => {
      const dueAt = (seconds: number) => planNextPoll(esim, { ...VIEW, patience: seconds }, POLICY).dueAt;
      expect(dueAt(patience + more)).toBeGreaterThanOrEqual(dueAt(patience));
    }),
  );
});

test('law: every nextPoll is between floor and longest wait, in whole seconds', () => {
  fc.assert(
    fc.property(anyPolled, anyPolicy, (esim, policy) => {
      const view = viewFleet([esim], [], policy);
      const { dueAt, why } = planNextPoll(esim, view, policy);
      expect(Number.isInteger(dueAt)).toBe(true);
      if (why === 'never polled') return;
      expect(dueAt - polledLast(esim)).toBeGreaterThanOrEqual(Math.min(policy.floor, view.longestWait));
      expect(dueAt - polledLast(esim)).toBeLessThanOrEqual(view.longestWait);
      expect(inWords(esim, view, { dueAt, why })).toMatch(/^[^{}]{10,150}$/);
      expect(inWords(esim, view, { dueAt, why })).not.toMatch(/NaN|Infinity|null|undefined/);
    }),
  );
});

test('the reason contains distance, use and rhythm', () => {
  const memory = { polledAt: NOON, updatedAt: null, movedAfter: null, movedBy: null, bytesPerHour: 50 * MB };
  const esim = polled({ bytesToThreshold: 312 * MB, memory });
  const nextPoll = planNextPoll(esim, VIEW, POLICY);
  expect(nextPoll.why).toBe('threshold ahead');
  expect(inWords(esim, VIEW, nextPoll)).toBe(
    '312 MB above the next threshold, at most 186 MB an hour, figures change every 4 hours',
  );
  expect(nextPoll.dueAt).toBeLessThan(NOON + 8 * HOUR);
  expect(nextPoll.dueAt).toBeGreaterThan(NOON + 10 * MINUTE);
});
