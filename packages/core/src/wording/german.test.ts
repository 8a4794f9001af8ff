import { describe, expect, test } from 'vitest';
import { anEsim, aReading, GB, left, MB, NOW } from '../../test/esim.js';
import { judge } from '../alerts/rules/judge.js';
import { judgeProvider } from '../alerts/rules/provider-down.js';
import type { Finding, Rule } from '../alerts/rules/registry.js';
import { DAY, HOUR, MINUTE } from '../time/instant.js';
import { GERMAN } from './german.js';
import { dayRange, span, spanDative, when } from './german-times.js';
import { LANGUAGES, languageCode } from './languages.js';
import { headlineFor, sentenceOf, thresholdInWords } from './sentences.js';

const reader = { now: NOW, zone: 'Europe/Berlin' };
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

const low = find(
  { name: 'low', type: 'data-low', warning: [{ percent: 25 }], critical: [{ percent: 10 }] },
  left(104 * MB),
);
const expiring = find(
  { name: 'e', type: 'expiry', warning: [3 * DAY], critical: [] },
  anEsim({ reading: aReading({ packageEndsAt: NOW + 20 * HOUR }) }),
);
const unused = find(
  { name: 'u', type: 'expiry-unused', warning: [14 * DAY], critical: [] },
  anEsim({ status: 'READY', lapsesAt: NOW + 10 * DAY }),
);
const refused = judgeProvider({ kind: 'refused', failuresRunning: 1, httpStatus: 401, detail: '' }).finding;

describe('German', () => {
  test.each<[Finding, string, string]>([
    [low, '104 MB von 1 GB übrig (10,2 %), Schwelle von 25 % erreicht', 'Anna Kern hat noch 104 MB von 1 GB'],
    [
      expiring,
      'das Paket läuft in 20 Stunden ab (Di., 11. Feb., 09:00 MEZ; Schwelle: 3 Tage)',
      'Das Paket von Anna Kern läuft in 20 Stunden ab (Di., 11. Feb., 09:00 MEZ)',
    ],
    [
      unused,
      'das Profil ist nicht installiert und läuft in 10 Tagen ab (Do., 20. Feb.; Schwelle: 14 Tage)',
      'Die eSIM von Anna Kern ist nicht installiert und läuft in 10 Tagen ab (Do., 20. Feb.)',
    ],
    [
      refused,
      'der Anbieter hat das API-Token abgelehnt (HTTP 401)',
      'Der Anbieter hat das API-Token abgelehnt (HTTP 401)',
    ],
  ])('has sentences and headlines', (finding, sentence, headline) => {
    expect(sentenceOf(finding, reader, GERMAN)).toBe(sentence);
    expect(headlineFor(anna, finding, reader, GERMAN)).toBe(headline);
  });

  test('writes a decimal comma', () => {
    expect(
      thresholdInWords(
        { ...low, reached: { severity: 'critical', percent: 12.5, bytes: null } } as Finding,
        GERMAN,
      ),
    ).toBe('12,5 %');
    expect(
      sentenceOf(
        { ...low, measured: { remainingBytes: 1.5 * GB, allowanceBytes: 6 * GB } } as Finding,
        reader,
        GERMAN,
      ),
    ).toMatch(/^1,5 GB von 6 GB übrig \(25 %\)/);
  });

  test('declines days and singles', () => {
    expect([1, 67, 20 * HOUR, 10 * DAY].map(span)).toEqual([
      '1 Sekunde',
      '1 Minute',
      '20 Stunden',
      '10 Tage',
    ]);
    expect([42 * MINUTE, 10 * DAY].map(spanDative)).toEqual(['42 Minuten', '10 Tagen']);
    expect(when(NOW + 400 * DAY, NOW, 'UTC')).toBe('Di., 17. März 2026');
    expect(dayRange('2026-11-21', '2026-11-26')).toBe('21.–26. Nov.');
    expect(dayRange('2026-11-28', '2026-12-03')).toBe('28. Nov.–3. Dez.');
  });
});

test('a language is found by its code, however it is written', () => {
  expect(['de', ' DE ', 'de-AT', 'en_GB', 'fr', '', 'toString'].map(languageCode)).toEqual([
    'de',
    'de',
    'de',
    'en',
    null,
    null,
    null,
  ]);
  expect(Object.keys(LANGUAGES)).toEqual(['en', 'de']);
});

test.each([
  ['UTC', '12:00 UTC'],
  ['Europe/London', '12:00 UTC'],
  ['Europe/Lisbon', '12:00 WEZ'],
  ['Europe/Berlin', '13:00 MEZ'],
  ['America/New_York', '07:00 UTC-5'],
])('the clock of %s', (zone, expected) => {
  const winter = Date.parse('2026-01-15T12:00:00Z') / 1000;
  expect(when(winter, winter, zone)).toBe(`Do., 15. Jan., ${expected}`);
});
