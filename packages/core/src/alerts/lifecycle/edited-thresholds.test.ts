import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEsim, applyAll, aReading, GB, left, NOW } from '../../../test/esim.js';
import { DAY, HOUR } from '../../time/instant.js';
import type { Alert } from '../alert.js';
import type { Rule } from '../rules/registry.js';
import { evaluateEsim } from './evaluate.js';

const low = (warning: readonly number[], critical: readonly number[] = []): Rule => ({
  name: 'low-data',
  type: 'data-low',
  warning: warning.map((percent) => ({ percent })),
  critical: critical.map((percent) => ({ percent })),
});
const expiring = (warning: readonly number[], critical: readonly number[] = []): Rule => ({
  name: 'expiring',
  type: 'expiry',
  warning: warning.map((days) => days * DAY),
  critical: critical.map((days) => days * DAY),
});
const silentFor = (warning: readonly number[], critical: readonly number[] = []): Rule => ({
  name: 'silent',
  type: 'stale',
  warning: warning.map((hours) => hours * HOUR),
  critical: critical.map((hours) => hours * HOUR),
});
const silent = (...hours: readonly number[]) => silentFor(hours);

/** Evaluates one rule after the other, and returns what people are notified of each time. */
class Desk {
  alerts: Alert[] = [];

  look(rule: Rule, value: number): string | null {
    const facts = this.facts(rule, value);
    const stored: Alert[] = JSON.parse(JSON.stringify(this.alerts));
    const evaluations = evaluateEsim([rule], facts, stored, { now: NOW, providerDown: false });
    this.alerts = applyAll(stored, evaluations, NOW);
    const [decision] = evaluations.map((evaluation) => evaluation.decision);
    return decision?.kind === 'open' || decision?.kind === 'escalate' ? decision.severity : null;
  }

  /** Percent left, days left, or hours without a reading. */
  private facts({ type }: Rule, value: number) {
    if (type === 'data-low') return left(Math.floor((GB * value) / 100));
    if (type === 'expiry') {
      return anEsim({ reading: aReading({ packageStartedAt: null, packageEndsAt: NOW + value * DAY }) });
    }
    const since = NOW - value * HOUR;
    return anEsim({ fresh: false, reading: aReading({ at: since }), failingSince: since });
  }
}

describe('editing the thresholds of a rule', () => {
  test.each<[string, Rule, number, Rule, number, string | null]>([
    ['loses no critical', low([30, 25], [10]), 20, low([25], [10]), 9, 'critical'],
    ['repeats nothing for one that is added above', low([25]), 20, low([50, 25]), 20, null],
    ['repeats nothing for one that is moved within what was notified', low([25]), 18, low([20]), 18, null],
    ['notifies one that is added below, once it is reached', low([25]), 24, low([25, 20]), 18, 'warning'],
    ['notifies one that was moved down, once it is reached', low([25]), 24, low([20]), 18, 'warning'],
    ['notifies a warning that becomes critical', low([25]), 20, low([], [25]), 20, 'critical'],
    ['repeats nothing for a critical that becomes a warning', low([], [25]), 20, low([25]), 20, null],
    ['notifies no warning after a critical', low([], [25]), 20, low([15]), 10, null],
    ['of an end: loses nothing', expiring([7, 3], [1]), 2.5, expiring([3], [1]), 0.5, 'critical'],
    ['of an end: repeats nothing', expiring([7]), 6, expiring([14, 7]), 6, null],
    ['of an end: one in between', expiring([7]), 6, expiring([7, 5]), 4, 'warning'],
    ['of silence: repeats nothing', silent(8), 30, silent(8, 24), 30, null],
    ['of silence: a longer one, once it is reached', silent(8), 9, silent(8, 24), 25, 'warning'],
  ])('%s', (_, before, first, after, second, expected) => {
    const desk = new Desk();
    expect(desk.look(before, first)).not.toBeNull();
    expect(desk.look(after, second)).toBe(expected);
    expect(desk.look(after, second)).toBeNull();
  });

  test('of a rule whose alert was closed silently meanwhile', () => {
    const desk = new Desk();
    desk.look(low([30, 25], [10]), 20);
    desk.look({ ...low([25]), match: { label: 'Bert' } }, 20);
    expect(desk.alerts[0]?.state).toBe('resolved');
    expect(desk.look(low([25], [10]), 20)).toBeNull();
    expect(desk.alerts[0]?.state).toBe('open');
    expect(desk.look(low([25], [10]), 9)).toBe('critical');
  });

  test.each<[string, typeof low, number, 1 | -1]>([
    ['data is used', low, 100, -1],
    ['an end comes nearer', expiring, 60, -1],
    ['an eSIM stays silent', silentFor, 1, 1],
  ])(
    'whatever is edited while %s: a threshold is notified once, when it is reached',
    (_, ruleOf, start, step) => {
      const values = fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 3 });
      const looks = fc.array(fc.record({ warning: values, critical: values, moved: fc.nat({ max: 25 }) }));
      fc.assert(
        fc.property(looks, (steps) => {
          const desk = new Desk();
          /** How bad it was when people were notified, by severity: a critical covers every warning. */
          const known = { warning: Number.NEGATIVE_INFINITY, critical: Number.NEGATIVE_INFINITY };
          let value = start;
          for (const { warning, critical, moved } of steps) {
            value = Math.max(1, value + step * moved);
            if (warning.length + critical.length === 0) continue;
            const badness = value * step;
            const reached = (thresholds: readonly number[]) =>
              thresholds.map((threshold) => threshold * step).filter((threshold) => badness >= threshold);
            const severity = reached(critical).length > 0 ? 'critical' : 'warning';
            const worst = Math.max(...reached(severity === 'critical' ? critical : warning));
            const isNew = known[severity] < worst;
            expect(desk.look(ruleOf(warning, critical), value)).toBe(isNew ? severity : null);
            // Where it resolved, all are armed again.
            if (desk.alerts[0]?.notified === null) {
              Object.assign(known, { warning: Number.NEGATIVE_INFINITY, critical: Number.NEGATIVE_INFINITY });
            }
            if (!isNew) continue;
            known.warning = severity === 'critical' ? Number.POSITIVE_INFINITY : badness;
            if (severity === 'critical') known.critical = badness;
          }
        }),
        { numRuns: 700 },
      );
    },
  );
});
