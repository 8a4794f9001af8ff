import { expect, test } from 'vitest';
import { idArgument, instantArgument, oneIccid, severityArgument } from './arguments.js';
import { UsageError } from './failure.js';

/** Noon in London, in summer time: 2026-07-01T11:00:00Z. */
const NOON = { now: Date.UTC(2026, 6, 1, 11) / 1000, zone: 'Europe/London' };

test.each([
  ['2026-07-02', '2026-07-01T23:00:00Z'],
  ['2026-07-02 08:30', '2026-07-02T07:30:00Z'],
  ['2026-07-02T08:30', '2026-07-02T07:30:00Z'],
  ['2026-12-24 18:00', '2026-12-24T18:00:00Z'],
  ['18:00', '2026-07-01T17:00:00Z'],
  ['08:00', '2026-07-02T07:00:00Z'],
  ['2026-07-02T08:30:00+02:00', '2026-07-02T06:30:00Z'],
  ['2026-07-02T08:30Z', '2026-07-02T08:30:00Z'],
])('until %s in London is %s', (text, instant) => {
  expect(instantArgument('--until', text, NOON)).toBe(Date.parse(instant) / 1000);
});

test.each(['', 'soon', '2026-02-30', '2026-13-01', '25:00', '2026-07-02 24:30', '2h', '1e9'])(
  'until %j is wrong usage that shows how it is written',
  (text) => {
    expect(() => instantArgument('--until', text, NOON)).toThrow(UsageError);
    expect(() => instantArgument('--until', text, NOON)).toThrow('2026-12-01');
  },
);

test('an ICCID in any spelling is one', () => {
  for (const text of ['8944500000000000017', '8944500000000000017F', '8944 5000-0000 0000 017'])
    expect(oneIccid(text, undefined, 'get')).toBe('8944500000000000017');
});

test('ids may have the sign that messages give them', () => {
  expect([idArgument('17'), idArgument('#17')]).toEqual([17, 17]);
  for (const text of ['0', '-1', '1.5', '##1', 'x', '']) expect(() => idArgument(text)).toThrow(UsageError);
  expect(severityArgument('--severity', 'Critical')).toBe('critical');
});
