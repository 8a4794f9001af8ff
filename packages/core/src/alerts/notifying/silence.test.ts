import { expect, test } from 'vitest';
import type { RouteSubject } from '../match.js';
import { matcherMatches, parseMatcher, parseNewMatcher } from './silence.js';

const subject: RouteSubject = {
  severity: 'warning',
  rule: 'low-data',
  status: 'INSTALLED',
  label: 'Anna',
  cost_centre: null,
  project: null,
  iccid: '894000000000029365',
};

test('every condition must match', () => {
  const matcher = parseMatcher(' severity = warning , label=Ann* ');
  expect(matcherMatches(matcher, subject)).toBe(true);
  expect(matcherMatches(matcher, { ...subject, severity: 'critical' })).toBe(false);
  expect(matcherMatches(matcher, { ...subject, label: null })).toBe(false);
});

test('a value may contain an equals sign', () => {
  expect(parseMatcher('label=a=b')).toEqual({ label: 'a=b' });
});

test.each([
  ['', /"" is not a condition: write key=value.*severity, rule, iccid, label, status, cost_centre, project/],
  ['severity=crit', /"crit" is no severity: it is warning or critical/],
  ['Anna', /"Anna" is not a condition/],
  ['colour=red', /"colour=red" is not a condition/],
  ['__proto__=x', /is not a condition/],
  ['label=', /"label=" has no value/],
  ['label=a,label=b', /"label" is given twice/],
  ['label=a,', /"" is not a condition/],
])('%j is refused with a way out', (text, message) => {
  expect(() => parseMatcher(text)).toThrow(RangeError);
  expect(() => parseMatcher(text)).toThrow(message);
});

test('a new one names a rule that there is, in any case and with wildcards', () => {
  const rules = ['low-data', 'used-up'];
  for (const text of ['rule=low-data', 'rule=LOW-*', 'rule=*', 'severity=warning']) {
    expect(parseNewMatcher(text, rules)).toEqual(parseMatcher(text));
  }
  for (const text of ['rule=low-dat', 'rule=nope*', 'label=Anna,rule=low']) {
    expect(() => parseNewMatcher(text, rules)).toThrow(
      /^there is no rule "\S+": the rules are low-data, used-up\.$/,
    );
  }
});
