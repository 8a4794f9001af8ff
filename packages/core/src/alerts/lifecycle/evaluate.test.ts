import { describe, expect, test } from 'vitest';
import { anAlert, anEpoch, anEsim, applyAll, aReading, GB, left, MB, NOW } from '../../../test/esim.js';
import type { EsimFacts } from '../../fleet/facts.js';
import { DAY, HOUR } from '../../time/instant.js';
import { sentenceOf } from '../../wording/sentences.js';
import type { Alert, Evaluation } from '../alert.js';
import type { Rule } from '../rules/registry.js';
import { evaluateEsim } from './evaluate.js';

const low: Rule = {
  name: 'low-data',
  type: 'data-low',
  warning: [{ percent: 25 }],
  critical: [{ percent: 10 }],
};
const usedUp: Rule = { name: 'used-up', type: 'data-exhausted' };
const expiring: Rule = { name: 'expiring', type: 'expiry', warning: [7 * DAY, 3 * DAY], critical: [DAY] };
const unused: Rule = { name: 'unused', type: 'expiry-unused', warning: [14 * DAY], critical: [] };
const silent: Rule = { name: 'silent', type: 'stale', warning: [8 * HOUR], critical: [] };
const country: Rule = { name: 'new-country', type: 'new-location', allow: ['France'] };
const spike: Rule = { name: 'spike', type: 'usage-spike', warning: [3], critical: [], minimumBytes: 0 };
const context = { now: NOW, providerDown: false };

const reasonOf = (evaluation: Evaluation | undefined) =>
  evaluation && sentenceOf(evaluation.decision.reason, { now: NOW, zone: 'UTC' });
const decisions = (evaluations: readonly Evaluation[]) =>
  evaluations.map(({ rule, decision }) => [rule, decision.kind, 'silent' in decision && decision.silent]);
const notified = (evaluations: readonly Evaluation[]) =>
  evaluations.flatMap(({ rule, decision }) => {
    if (decision.kind === 'open' || decision.kind === 'escalate') return [`${rule} ${decision.severity}`];
    return decision.kind === 'resolve' && !decision.silent ? [`${rule} resolved`] : [];
  });

test('every rule is evaluated, in order, even when it does not apply', () => {
  const rules = [low, usedUp, expiring, unused, silent, country, spike];
  expect(
    evaluateEsim(rules, left(GB), [], context).map(({ rule, decision }) => [rule, decision.kind]),
  ).toEqual(rules.map(({ name }) => [name, 'leave']));
});

test('what is reached at once is notified once, at the most severe', () => {
  expect(notified(evaluateEsim([low], left(50 * MB), [], context))).toEqual(['low-data critical']);
});

describe('thresholds', () => {
  test('a worse threshold escalates, the same and lesser ones change nothing', () => {
    const open = anAlert(low);
    expect(notified(evaluateEsim([low], left(50 * MB), [open], context))).toEqual(['low-data critical']);
    expect(decisions(evaluateEsim([low], left(200 * MB), [open], context))).toEqual([
      ['low-data', 'leave', false],
    ]);
    const worst = anAlert(low, { notified: { kind: 'recorded', rank: 2 }, severity: 'critical' });
    expect(decisions(evaluateEsim([low], left(200 * MB), [worst], context))).toEqual([
      ['low-data', 'leave', false],
    ]);
  });

  test('a missing reading changes nothing', () => {
    const stale = { ...left(0), fresh: false };
    for (const facts of [stale, anEsim({ reading: null, fresh: false })]) {
      expect(decisions(evaluateEsim([low, usedUp], facts, [anAlert(low)], context))).toEqual([
        ['low-data', 'leave', false],
        ['used-up', 'leave', false],
      ]);
    }
  });
});

describe('recovery without a new package', () => {
  const open = anAlert(low);

  test('only by two consecutive clear readings', () => {
    const first = evaluateEsim([low], left(600 * MB), [open], context);
    expect(first[0]?.decision).toMatchObject({ kind: 'count-clear', clearStreak: 1 });
    const counted = applyAll([open], first, NOW);
    const second = evaluateEsim([low], left(600 * MB), counted, context);
    expect(second[0]?.decision).toMatchObject({ kind: 'resolve', silent: false, rearm: true });
    expect(notified(evaluateEsim([low], left(200 * MB), applyAll(counted, second, NOW), context))).toEqual([
      'low-data warning',
    ]);
  });

  test('a reading below the clear level ends the streak', () => {
    const counted = anAlert(low, { clearStreak: 1 });
    expect(evaluateEsim([low], left(270 * MB), [counted], context)[0]?.decision).toMatchObject({
      kind: 'count-clear',
      clearStreak: 0,
    });
  });
});

describe('a new package', () => {
  const second = { epoch: anEpoch(2, 'allowance-changed') };
  const oldLow = anAlert(low, { notified: { kind: 'recorded', rank: 2 }, severity: 'critical' });

  test('with enough data resolves the old alert with a reason', () => {
    const facts = { ...left(2 * GB - 50 * MB, { allowanceBytes: 2 * GB }), ...second };
    const evaluations = evaluateEsim([low], facts, [oldLow], context);
    expect(notified(evaluations)).toEqual(['low-data resolved']);
    expect(reasonOf(evaluations[1])).toMatch(/^topped up \(allowance changed\): 1.95 GB of 2 GB left/);
  });

  test('with little data is notified under its own key, and only so', () => {
    const evaluations = evaluateEsim([low], { ...left(50 * MB), ...second }, [oldLow], context);
    expect(decisions(evaluations)).toEqual([
      ['low-data', 'open', false],
      ['low-data', 'resolve', true],
    ]);
  });

  test('leaves the old alert alone while its figures are missing', () => {
    const facts = { ...left(GB), ...second, fresh: false };
    expect(notified(evaluateEsim([low], facts, [oldLow], context))).toEqual([]);
    expect(decisions(evaluateEsim([low], facts, [oldLow], context))).toEqual([['low-data', 'leave', false]]);
  });

  test('that ends later renews', () => {
    const facts = { ...anEsim({ fresh: false }), epoch: anEpoch(2, 'end-moved-later') };
    const evaluations = evaluateEsim([expiring], facts, [anAlert(expiring)], context);
    expect(notified(evaluations)).toEqual(['expiring resolved']);
    expect(reasonOf(evaluations[1])).toBe('renewed (package end moved later): expires in 20 days');
  });

  test('does not touch what is not about a package', () => {
    const facts = anEsim({
      ...second,
      fresh: false,
      failingSince: NOW - DAY,
      reading: aReading({ at: NOW - DAY }),
    });
    expect(decisions(evaluateEsim([silent], facts, [anAlert(silent)], context))).toEqual([
      ['silent', 'leave', false],
    ]);
    const lapsing = anEsim({ ...second, status: 'READY', lapsesAt: NOW + DAY });
    expect(decisions(evaluateEsim([unused], lapsing, [anAlert(unused, { epoch: 0 })], context))).toEqual([
      ['unused', 'leave', false],
    ]);
  });
});

describe('inhibition', () => {
  test('used up mutes low data, and takes its place', () => {
    expect(notified(evaluateEsim([low, usedUp], left(0), [], context))).toEqual(['used-up critical']);
    const evaluations = evaluateEsim([low, usedUp], left(0), [anAlert(low)], context);
    expect(decisions(evaluations)).toEqual([
      ['low-data', 'resolve', true],
      ['used-up', 'open', false],
    ]);
    expect(evaluations[0]?.inhibitedBy).toBe('used-up');
  });

  test('while it is open, not when it does not match this eSIM', () => {
    const elsewhere: Rule = { ...usedUp, match: { label: 'Bert' } };
    expect(notified(evaluateEsim([low, elsewhere], left(0), [], context))).toEqual(['low-data critical']);
    const alerts = [anAlert(usedUp, { severity: 'critical' })];
    expect(notified(evaluateEsim([low, usedUp], left(20 * MB), alerts, context))).toEqual([]);
  });

  test('when it resolves, low data that was notified stays notified', () => {
    const was = [
      anAlert(low, { state: 'resolved' }),
      anAlert(usedUp, { id: 2, severity: 'critical', clearStreak: 1 }),
    ];
    const evaluations = evaluateEsim([low, usedUp], left(200 * MB), was, context);
    expect(decisions(evaluations)).toEqual([
      ['low-data', 'reopen', false],
      ['used-up', 'resolve', false],
    ]);
  });

  test('an unreachable provider mutes stale', () => {
    const facts = anEsim({ fresh: false, failingSince: NOW - DAY, reading: aReading({ at: NOW - DAY }) });
    expect(notified(evaluateEsim([silent], facts, [], context))).toEqual(['silent warning']);
    const [evaluation] = evaluateEsim([silent], facts, [], { now: NOW, providerDown: true });
    expect(evaluation).toMatchObject({ decision: { kind: 'leave' }, inhibitedBy: 'provider-down' });
  });
});

describe('closed silently', () => {
  const alerts: Alert[] = [anAlert(low), anAlert(usedUp, { id: 2 }), anAlert(expiring, { id: 3 })];
  const rules = [low, usedUp, expiring];
  const silently = rules.map(({ name }) => [name, 'resolve', true]);

  test.each(['EXPIRED', 'REVOKED', 'DELETED'])('all alerts of an eSIM that is %s', (status) => {
    const facts = { ...left(0), status, fresh: false };
    expect(decisions(evaluateEsim(rules, facts, alerts, context))).toEqual(silently);
  });

  test('all alerts of an eSIM that left the list', () => {
    const facts = anEsim({ fresh: false, leftListAt: NOW });
    expect(decisions(evaluateEsim(rules, facts, alerts, context))).toEqual(silently);
  });

  test('data alerts of a package that has ended; its expiry alert a day later', () => {
    const over = (ago: number) => anEsim({ fresh: false, reading: aReading({ packageEndsAt: NOW - ago }) });
    expect(decisions(evaluateEsim(rules, over(HOUR), alerts, context)).map(([, kind]) => kind)).toEqual([
      'resolve',
      'resolve',
      'escalate',
    ]);
    expect(decisions(evaluateEsim(rules, over(DAY + 1), alerts, context))).toEqual(silently);
  });

  test('alerts of a rule that is gone, renamed into another type, or no longer matches', () => {
    const open = anAlert(low);
    expect(decisions(evaluateEsim([], left(0), [open], context))).toEqual([['low-data', 'resolve', true]]);
    const retyped: Rule = { ...expiring, name: 'low-data' };
    expect(decisions(evaluateEsim([retyped], left(0), [open], context))).toContainEqual([
      'low-data',
      'resolve',
      true,
    ]);
    const narrowed: Rule = { ...low, match: { cost_centre: 'it-*' } };
    expect(decisions(evaluateEsim([narrowed], left(0), [open], context))).toEqual([
      ['low-data', 'resolve', true],
    ]);
  });

  test('the alert of a profile that is installed now', () => {
    expect(decisions(evaluateEsim([unused], left(GB), [anAlert(unused)], context))).toEqual([
      ['unused', 'resolve', true],
    ]);
  });

  test('and open again silently when it applies again', () => {
    const gone = anEsim({ leftListAt: NOW });
    const closed = applyAll([anAlert(low)], evaluateEsim([low], gone, [anAlert(low)], context), NOW);
    expect(decisions(evaluateEsim([low], left(200 * MB), closed, context))).toEqual([
      ['low-data', 'reopen', false],
    ]);
    expect(notified(evaluateEsim([low], left(50 * MB), closed, context))).toEqual(['low-data critical']);
  });
});

test('READY eSIMs fall under expiry-unused alone, unless their data was used', () => {
  const facts = {
    ...left(GB, { packageEndsAt: NOW + HOUR }),
    status: 'READY',
    lapsesAt: NOW + DAY,
    failingSince: NOW - DAY,
  };
  const rules = [low, usedUp, expiring, unused, silent];
  expect(notified(evaluateEsim(rules, facts, [], context))).toEqual(['unused warning']);
  const used = { ...facts, reading: aReading({ remainingBytes: 0, packageEndsAt: NOW + HOUR }) };
  expect(notified(evaluateEsim(rules, used, [], context))).toEqual(['used-up critical', 'unused warning']);
});

test('an answer that only repeats what the provider reported before clears nothing, but a known failure', () => {
  const again = { ...left(GB), isNews: false };
  const decided = (rule: Rule, facts: EsimFacts, clearStreak: number) =>
    decisions(evaluateEsim([rule], facts, [anAlert(rule, { clearStreak })], context))[0]?.slice(1);
  for (const rule of [low, usedUp]) {
    expect(decided(rule, again, 0)).toEqual(['leave', false]);
    expect(decided(rule, again, 1)).toEqual(['leave', false]);
    expect(decided(rule, left(GB), 1)).toEqual(['resolve', false]);
  }
  expect(decided(silent, again, 0)).toEqual(['resolve', false]);
});

test('those long expired do not come at all, those expired while nobody looked do', () => {
  const ended = (ago: number) => anEsim({ fresh: false, reading: aReading({ packageEndsAt: NOW - ago }) });
  expect(notified(evaluateEsim([expiring], ended(2 * HOUR), [], context))).toEqual(['expiring critical']);
  expect(notified(evaluateEsim([expiring], ended(3 * DAY), [], context))).toEqual([]);
});

describe('events', () => {
  const seen = (...locations: string[]) =>
    locations.map((location) => ({ date: '2025-02-10', location, usedBytes: 1 }));

  test('each new place is notified once, and the alert grows old silently', () => {
    const first = anEsim({ days: seen('Spain') });
    let alerts = applyAll([], evaluateEsim([country], first, [], context), NOW);
    expect(alerts).toHaveLength(1);

    const known = anEsim({ days: seen('Spain'), knownLocations: ['Spain'] });
    expect(notified(evaluateEsim([country], known, alerts, context))).toEqual([]);

    const second = anEsim({ days: seen('Spain', 'Italy'), knownLocations: ['Spain'], epoch: anEpoch(2) });
    const evaluations = evaluateEsim([country], second, alerts, context);
    expect(notified(evaluations)).toEqual(['new-country warning']);
    alerts = applyAll(alerts, evaluations, NOW);

    const both = anEsim({ days: seen('Spain', 'Italy'), knownLocations: ['Spain', 'Italy'] });
    const later = { ...context, now: NOW + DAY };
    expect(decisions(evaluateEsim([country], both, alerts, later))).toEqual([
      ['new-country', 'resolve', true],
    ]);
  });

  test('a spike is notified once a date, whatever package runs', () => {
    const days = ['06', '07', '08', '09'].map((day, i) => ({
      date: `2025-02-${day}`,
      location: 'France',
      usedBytes: i === 3 ? GB : MB,
    }));
    const alerts = applyAll([], evaluateEsim([spike], anEsim({ days }), [], context), NOW);
    expect(alerts).toHaveLength(1);
    const renewed = anEsim({ days, epoch: anEpoch(2) });
    expect(notified(evaluateEsim([spike], renewed, alerts, { ...context, now: NOW + DAY }))).toEqual([]);
  });
});

test('a verdict is data that survives JSON', () => {
  const [evaluation] = evaluateEsim([low], left(104 * MB), [], context);
  expect(JSON.parse(JSON.stringify(evaluation?.verdict))).toEqual({
    kind: 'measured',
    rank: 1,
    clear: false,
    finding: {
      kind: 'data-low',
      measured: { allowanceBytes: GB, remainingBytes: 104 * MB },
      reached: { severity: 'warning', percent: 25, bytes: null },
      next: { severity: 'critical', percent: 10, bytes: null },
      nextAt: null,
    },
  });
});
