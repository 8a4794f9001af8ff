import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anAlert, anEpoch, anEsim, aReading, GB, MB, NOW } from '../../../test/esim.js';
import {
  addDays,
  DAY,
  dateOf,
  type EarlierReading,
  type EsimFacts,
  evaluateEsim,
  HOUR,
  MINUTE,
  quietUntil,
  type Rule,
} from '../../index.js';

const LOW: Rule = {
  name: 'low',
  type: 'data-low',
  warning: [{ percent: 25 }],
  critical: [{ bytes: 100 * MB }],
};
const RULES: readonly Rule[] = [
  LOW,
  { name: 'used-up', type: 'data-exhausted' },
  { name: 'expiring', type: 'expiry', warning: [7 * DAY], critical: [DAY] },
  { name: 'forecast', type: 'data-forecast', warning: [DAY], critical: [6 * HOUR] },
  { name: 'spike', type: 'usage-spike', warning: [3], critical: [], minimumBytes: 200 * MB },
  { name: 'new-country', type: 'new-location', allow: ['France'] },
  { name: 'silent', type: 'stale', warning: [8 * HOUR], critical: [] },
];

const context = (now: number) => ({ now, providerDown: false });

function quietOf(facts: EsimFacts, now: number): number | null {
  return quietUntil(RULES, facts, evaluateEsim(RULES, facts, [], context(now)), now);
}

/** The same figures received again later, with the reading before among the earlier ones. */
function heardAgain(facts: EsimFacts, at: number, between: readonly number[]): EsimFacts {
  const { reading } = facts;
  if (reading === null) return facts;
  const kept: EarlierReading[] = [...facts.earlierReadings, reading];
  for (const then of between) if (then > reading.at && then < at) kept.push({ ...reading, at: then });
  const earlierReadings = kept.filter((one) => one.at >= at - DAY).sort((a, b) => a.at - b.at);
  return { ...facts, reading: { ...reading, at }, earlierReadings };
}

const minutes = (most: number) => fc.integer({ min: 0, max: most }).map((count) => count * MINUTE);

const anyFacts = fc
  .record({
    /** Used before each earlier reading, and how long before now it was. */
    earlier: fc.array(fc.tuple(minutes(30 * 60), fc.integer({ min: 0, max: 400 })), { maxLength: 6 }),
    remaining: fc.integer({ min: 0, max: 1024 }),
    days: fc.array(fc.integer({ min: 0, max: 600 }), { maxLength: 10 }),
    endsIn: minutes(20 * 24 * 60),
  })
  .map(({ earlier, remaining, days, endsIn }): EsimFacts => {
    const reading = aReading({ remainingBytes: remaining * MB, packageEndsAt: NOW + endsIn });
    const today = dateOf(NOW, 'UTC');
    return anEsim({
      reading,
      epoch: anEpoch(1),
      knownLocations: ['France'],
      earlierReadings: earlier
        .filter(([ago]) => ago > 0)
        .map(([ago, used]) => ({
          ...reading,
          at: NOW - ago,
          remainingBytes: Math.min(GB, (remaining + used) * MB),
        }))
        .sort((a, b) => a.at - b.at),
      days: days.map((used, index) => ({
        date: addDays(today, index - days.length + 1),
        location: 'France',
        usedBytes: used * MB,
      })),
    });
  });

describe('quietUntil', () => {
  test('until then the same figures, received however often, change nothing', () => {
    fc.assert(
      fc.property(
        anyFacts,
        minutes(24 * 60),
        fc.array(minutes(24 * 60), { maxLength: 4 }),
        (facts, later, between) => {
          const until = quietOf(facts, NOW);
          fc.pre(until !== null);
          const now = Math.min(NOW + later, until - 1);
          const again = heardAgain(
            facts,
            now,
            between.map((after) => NOW + after),
          );
          const decisions = evaluateEsim(RULES, again, [], context(now)).map(({ decision }) => decision.kind);
          expect(new Set(decisions)).toEqual(new Set(['leave']));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('an eSIM with plenty left is quiet until the UTC day ends', () => {
    expect(quietOf(anEsim(), NOW)).toBe(Date.UTC(2025, 1, 11) / 1000);
  });

  test('it ends with the next threshold of the clock', () => {
    const reading = aReading({ packageEndsAt: NOW + 7 * DAY + HOUR });
    expect(quietOf(anEsim({ reading }), NOW)).toBe(NOW + HOUR);
  });

  test('nothing is quiet where an alert is, opens, or a forecast is near', () => {
    const facts = anEsim();
    const withAlert = evaluateEsim(RULES, facts, [anAlert(LOW)], context(NOW));
    expect(quietUntil(RULES, facts, withAlert, NOW)).toBeNull();
    expect(quietOf(anEsim({ reading: aReading({ remainingBytes: 50 * MB }) }), NOW)).toBeNull();

    const halfGone = aReading({ remainingBytes: GB / 2 });
    const earlierReadings = [{ ...halfGone, at: NOW - 5 * HOUR, remainingBytes: GB }];
    expect(quietOf(anEsim({ reading: halfGone, earlierReadings }), NOW)).toBeNull();
  });
});
