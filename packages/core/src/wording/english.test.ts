import { expect, test } from 'vitest';
import { anEsim, aReading, GB, left, MB, NOW } from '../../test/esim.js';
import type { Reason } from '../alerts/reason.js';
import { judge } from '../alerts/rules/judge.js';
import { judgeProvider } from '../alerts/rules/provider-down.js';
import type { Finding, Rule } from '../alerts/rules/registry.js';
import { DAY, HOUR, MINUTE } from '../time/instant.js';
import { ENGLISH } from './english.js';
import { dayRange, span, when } from './english-times.js';
import { adviceOn, headlineFor, sentenceOf, thresholdInWords } from './sentences.js';

const reader = { now: NOW, zone: 'UTC' };
const anna = {
  name: 'Anna Kern',
  isLabelled: true,
  remainingBytes: null,
  allowanceBytes: null,
  expiresAt: null,
};

function find(rule: Rule, facts: ReturnType<typeof anEsim>): Finding {
  const verdict = judge(rule, facts, { now: NOW, providerDown: false });
  if (verdict.kind !== 'measured') throw new Error(`${rule.name} says ${verdict.kind}`);
  return verdict.finding;
}

const low: Rule = {
  name: 'low',
  type: 'data-low',
  warning: [{ percent: 25 }],
  critical: [{ percent: 10 }, { bytes: 100 * MB }],
};
const lowFinding = find(low, left(50 * MB));
const down = (
  kind: 'unreachable' | 'refused',
  httpStatus: number | null,
  detail = 'list: no answer in 10 s',
) => judgeProvider({ kind, failuresRunning: 3, httpStatus, detail }).finding;

test.each<[Finding, string]>([
  [lowFinding, '50 MB of 1 GB left (4.9 %), at or below 10 % or 100 MB'],
  [find({ name: 'used', type: 'data-exhausted' }, left(0)), 'the full 1 GB has been used'],
  [
    find({ name: 'used', type: 'data-exhausted' }, left(-5 * MB)),
    'the full 1 GB has been used (overdrawn by 5 MB)',
  ],
  [down('unreachable', 503), 'the provider API has failed in 3 consecutive polls (HTTP 503)'],
  [down('unreachable', null), 'the provider API has failed in 3 consecutive polls (list: no answer in 10 s)'],
  [down('refused', 403), 'the provider rejected the API token (HTTP 403)'],
])('%j is worded', (finding, sentence) => {
  expect(sentenceOf(finding, reader)).toBe(sentence);
});

test('a threshold that is reached by one of its parts names that part; one that is ahead names both', () => {
  expect(thresholdInWords(find(low, left(102 * MB)))).toBe('10 %');
  const ahead: Rule = { ...low, warning: [] };
  expect(thresholdInWords(find(ahead, left(GB)))).toBe('10 % or 100 MB');
});

test('every kind of reason is a sentence', () => {
  const renewed = { ...lowFinding, reached: null } as Finding;
  const reasons: readonly [Reason, string][] = [
    [
      { kind: 'cleared', finding: find(low, left(900 * MB)), openFor: HOUR },
      '900 MB of 1 GB left (87.9 %) again',
    ],
    [
      { kind: 'clearing', finding: find(low, left(900 * MB)), streak: 1 },
      'one clear reading: 900 MB of 1 GB left (87.9 %), above 25 %',
    ],
    [
      { kind: 'renewed', changes: ['allowance-changed', 'end-moved-later'], finding: renewed },
      'topped up (allowance changed, package end moved later): 50 MB of 1 GB left (4.9 %)',
    ],
    [{ kind: 'muted', by: 'used-up' }, 'muted by used-up'],
    [{ kind: 'superseded', epoch: 3 }, 'superseded by the alert for package 3'],
    [{ kind: 'acknowledged', by: 'anna', comment: '' }, 'acknowledged by anna'],
    [{ kind: 'acknowledged', by: 'anna', comment: 'home' }, 'acknowledged by anna: home'],
    [{ kind: 'recorded', text: 'all of 1 GB is used up' }, 'all of 1 GB is used up'],
    [{ kind: 'erased' }, 'erased'],
    [{ kind: 'not-applicable', cause: 'removed' }, 'the rule was removed'],
    [{ kind: 'unknown', cause: 'no-fresh-reading' }, 'there is no fresh reading'],
    [
      { kind: 'cleared', finding: down('unreachable', 503), openFor: 42 * MINUTE },
      'the provider API is responding again (down for 42 min)',
    ],
  ];
  for (const [reason, sentence] of reasons) expect(sentenceOf(reason, reader)).toBe(sentence);
});

test('a figure shown beside a sentence is not repeated in it', () => {
  const beside = { remainingBytes: 50 * MB, allowanceBytes: GB, expiresAt: NOW + DAY };
  expect(sentenceOf(lowFinding, { ...reader, beside })).toBe('at or below 10 % or 100 MB');
  expect(sentenceOf(lowFinding, { ...reader, beside: { ...beside, remainingBytes: 60 * MB } })).toBe(
    '50 MB of 1 GB left (4.9 %), at or below 10 % or 100 MB',
  );
});

test('an end counts from when it is read, not from when it was measured', () => {
  const expiring: Rule = { name: 'e', type: 'expiry', warning: [3 * DAY], critical: [] };
  const finding = find(expiring, anEsim({ reading: aReading({ packageEndsAt: NOW + 2 * DAY }) }));
  const headlineAt = (now: number) => headlineFor(anna, finding, { now, zone: 'UTC' });

  expect(headlineAt(NOW + 28 * HOUR)).toBe("Anna Kern's package expires in 20 h (Wed 12 Feb, 12:00 UTC)");
  expect(headlineAt(NOW + 2 * DAY + HOUR)).toBe(
    "Anna Kern's package expired 60 min ago (Wed 12 Feb, 12:00 UTC)",
  );
});

test('an eSIM without a label is not given a package of its name', () => {
  const unused: Rule = { name: 'u', type: 'expiry-unused', warning: [14 * DAY], critical: [] };
  const finding = find(unused, anEsim({ status: 'READY', lapsesAt: NOW + 10 * DAY - HOUR }));
  expect(headlineFor({ ...anna, name: 'Daniel Becker' }, finding, reader)).toBe(
    "Daniel Becker's eSIM is not installed and expires in 10 days (Thu 20 Feb)",
  );
  expect(headlineFor({ ...anna, name: 'eSIM …029365', isLabelled: false }, finding, reader)).toBe(
    'eSIM …029365 is not installed and expires in 10 days (Thu 20 Feb)',
  );
});

test.each([
  ['refused', 401, /^Save a valid token/],
  ['refused', 403, /what this token may do/],
  ['unreachable', 503, /^Check the provider's status page/],
  ['unreachable', 429, /^Lower api\.requestsPerSecond/],
  ['unreachable', 404, /^Check api\.baseUrl/],
  ['unreachable', 302, /^Check api\.baseUrl/],
  ['unreachable', null, /^Check that this machine can reach/],
] as const)('advice on a provider that is %s with %s fits', (kind, httpStatus, advice) => {
  expect(adviceOn(down(kind, httpStatus), reader)).toMatch(advice);
  if (kind === 'unreachable') expect(adviceOn(down(kind, httpStatus), reader)).not.toMatch(/token/);
});

test.each([
  ['unreadable', /^Check that api\.baseUrl is right, then the provider's status page/],
  ['too-large', /If it is, report this to the provider/],
] as const)('advice on an answer that is %s fits', (answer, advice) => {
  const outcome = { kind: 'unreachable', failuresRunning: 3, httpStatus: 200, detail: '', answer } as const;
  expect(adviceOn(judgeProvider(outcome).finding, reader)).toMatch(advice);
});

test('without a finding there is general advice', () => {
  expect(adviceOn({ kind: 'recorded', text: '' }, reader)).toBe(ENGLISH.noAdvice);
});

test('times and dates in one unit, rounded', () => {
  expect([40, 67, 90 * MINUTE, 20 * HOUR, DAY, 2 * DAY, 3 * DAY, 10 * DAY - HOUR].map(span)).toEqual([
    '40 s',
    '1 min',
    '90 min',
    '20 h',
    '24 h',
    '48 h',
    '3 days',
    '10 days',
  ]);
  expect(when(NOW + 400 * DAY, NOW, 'UTC')).toBe('Tue 17 Mar 2026');
  expect(dayRange('2026-11-21', '2026-11-26')).toBe('21–26 Nov');
  expect(dayRange('2026-11-28', '2026-12-03')).toBe('28 Nov–3 Dec');
  expect(dayRange('2026-11-28', '2026-11-28')).toBe('28 Nov');
});
