import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anyPolicy, anyPolled, NOON, POLICY, polled } from '../../test/polled-fleet.js';
import { HOUR, MINUTE } from '../time/instant.js';
import { UNIT_BYTES } from '../usage/unit.js';
import type { FleetView } from './fleet-view.js';
import { askedLast, planQuestion, reasonInWords } from './question.js';
import { viewFleet } from './view-fleet.js';

const MB = UNIT_BYTES.MB;
const VIEW: FleetView = {
  rhythm: { soonest: 3 * HOUR, usual: 4 * HOUR },
  bytesPerHour: 8 * MB,
  patience: 600,
  longestWait: 24 * HOUR,
};

describe('an eSIM is asked', () => {
  test('at once when it never was', () => {
    const esim = polled({ memory: null, reading: null, bytesToLimit: null });
    const question = planQuestion(esim, VIEW, POLICY);
    expect(question).toEqual({ dueAt: esim.firstSeenAt, why: 'never asked' });
    expect(reasonInWords(esim, VIEW, question)).toBe('it was never asked');
    expect(reasonInWords({ ...esim, isInstalled: false }, VIEW, question)).toBe(
      'it was never asked; those not installed share a quarter of the places, for those in use come first',
    );
  });

  test('as soon as the floor allows when the list says that it changed', () => {
    const question = planQuestion(polled({ updatedAt: NOON - 60 }), VIEW, POLICY);
    expect(question).toEqual({ dueAt: NOON + POLICY.floor, why: 'changed' });
  });

  test('at the longest wait when no limit lies ahead', () => {
    const question = planQuestion(polled({ bytesToLimit: null }), VIEW, POLICY);
    expect(question).toEqual({ dueAt: NOON + VIEW.longestWait, why: 'nothing ahead' });
  });

  test('ever later while it fails', () => {
    const waits = [0, HOUR, 5 * HOUR, 90 * HOUR].map(
      (failing) => planQuestion(polled({ failingSince: NOON - failing }), VIEW, POLICY).dueAt - NOON,
    );
    expect(waits).toEqual([POLICY.floor, HOUR, 5 * HOUR, VIEW.longestWait]);
  });

  test('not before its figures can have moved, however near the limit is', () => {
    const memory = {
      askedAt: NOON,
      updatedAt: null,
      movedAfter: NOON - HOUR,
      movedBy: NOON,
      bytesPerHour: 300 * MB,
    };
    const near = polled({ bytesToLimit: MB, memory });
    const wait = planQuestion(near, VIEW, POLICY).dueAt - NOON;
    expect(wait).toBe(2 * HOUR);
    expect(planQuestion(near, { ...VIEW, rhythm: null }, POLICY).dueAt - NOON).toBeLessThan(HOUR);
  });

  test('seldom while nothing of its package was used', () => {
    const untouched = { allowanceBytes: 1024 * MB, remainingBytes: 1024 * MB, packageEndsAt: null };
    const reading = { at: NOON, packageStartedAt: NOON - 60 * HOUR, ...untouched };
    const wait = (changes: object) => planQuestion(polled(changes), VIEW, POLICY).dueAt;
    const bytesToLimit = 256 * MB;
    expect(wait({ reading, bytesToLimit })).toBeGreaterThan(wait({ bytesToLimit }));
  });
});

test('law: the nearer the limit, the sooner the question', () => {
  fc.assert(
    fc.property(anyPolled, anyPolicy, fc.nat(50 * UNIT_BYTES.GB), (esim, policy, farther) => {
      if (esim.bytesToLimit === null) return;
      const view = { ...VIEW, longestWait: Math.max(policy.floor, policy.ceiling) };
      const near = planQuestion(esim, view, policy).dueAt;
      const far = planQuestion({ ...esim, bytesToLimit: esim.bytesToLimit + farther }, view, policy).dueAt;
      expect(far).toBeGreaterThanOrEqual(near);
    }),
  );
});

test('law: the more patient the fleet, the later the question', () => {
  fc.assert(
    fc.property(anyPolled, fc.integer({ min: 1, max: 9_999 }), fc.nat(99_999), (esim, patience, more) => {
      const dueAt = (seconds: number) => planQuestion(esim, { ...VIEW, patience: seconds }, POLICY).dueAt;
      expect(dueAt(patience + more)).toBeGreaterThanOrEqual(dueAt(patience));
    }),
  );
});

test('law: every question lies between floor and longest wait, in whole seconds', () => {
  fc.assert(
    fc.property(anyPolled, anyPolicy, (esim, policy) => {
      const view = viewFleet([esim], [], policy);
      const { dueAt, why } = planQuestion(esim, view, policy);
      expect(Number.isInteger(dueAt)).toBe(true);
      if (why === 'never asked') return;
      expect(dueAt - askedLast(esim)).toBeGreaterThanOrEqual(Math.min(policy.floor, view.longestWait));
      expect(dueAt - askedLast(esim)).toBeLessThanOrEqual(view.longestWait);
      expect(reasonInWords(esim, view, { dueAt, why })).toMatch(/^[^{}]{10,150}$/);
      expect(reasonInWords(esim, view, { dueAt, why })).not.toMatch(/NaN|Infinity|null|undefined/);
    }),
  );
});

test('the reason says distance, use and rhythm', () => {
  const memory = { askedAt: NOON, updatedAt: null, movedAfter: null, movedBy: null, bytesPerHour: 50 * MB };
  const esim = polled({ bytesToLimit: 312 * MB, memory });
  const question = planQuestion(esim, VIEW, POLICY);
  expect(question.why).toBe('limit ahead');
  expect(reasonInWords(esim, VIEW, question)).toBe(
    '312 MB above the next limit, at most 186 MB an hour, figures move every 4 hours',
  );
  expect(question.dueAt).toBeLessThan(NOON + 8 * HOUR);
  expect(question.dueAt).toBeGreaterThan(NOON + 10 * MINUTE);
});
