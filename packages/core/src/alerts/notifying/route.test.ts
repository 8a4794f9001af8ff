import { describe, expect, test } from 'vitest';
import type { RouteSubject } from '../match.js';
import { type Route, receiversFor } from './route.js';

const all = ['ops', 'team', 'hook'];
const subject: RouteSubject = {
  severity: 'warning',
  rule: 'low-data',
  status: 'INSTALLED',
  label: 'Anna (Berlin)',
  cost_centre: 'sales-uk',
  project: null,
  iccid: '894000000000029365',
};
const to = (routes: Route[], change: Partial<RouteSubject> = {}) =>
  receiversFor({ ...subject, ...change }, routes, all);

test('without routes all receivers are notified', () => {
  expect(to([])).toEqual(all);
});

test('the first match wins, unless it continues', () => {
  const critical = { match: { severity: 'critical' }, receivers: ['ops', 'team'] } as const;
  const sales = { match: { cost_centre: 'sales-*' }, receivers: ['team', 'hook'] };
  expect(to([critical, sales])).toEqual(['team', 'hook']);
  expect(to([critical, sales], { severity: 'critical' })).toEqual(['ops', 'team']);
  expect(to([{ ...critical, continue: true }, sales], { severity: 'critical' })).toEqual([
    'ops',
    'team',
    'hook',
  ]);
  expect(to([critical])).toEqual([]);
});

describe('patterns', () => {
  const hits = (match: Route['match']) => to([{ match, receivers: ['ops'] }]).length > 0;

  test.each<Route['match']>([
    {},
    { label: 'anna*' },
    { label: '*(BERLIN)' },
    { label: 'Anna ?Berlin?' },
    { iccid: '8940*9365' },
    { rule: 'low-*', status: 'installed' },
    { project: '' },
    { project: '*' },
  ])('%j matches', (match) => expect(hits(match)).toBe(true));

  test.each<Route['match']>([
    { label: 'Anna' },
    { label: 'Anna (Berlin).' },
    { label: 'Anna?' },
    { project: '?*' },
    { rule: 'low.data' },
    { label: 'anna*', cost_centre: 'it-*' },
  ])('%j does not', (match) => expect(hits(match)).toBe(false));

  test('characters with a meaning elsewhere have none here', () => {
    for (const label of ['a.b', 'a+b', '(a|b)', '[ab]', 'a\\b', '^a$', 'a{2}', 'two\nlines']) {
      expect(to([{ match: { label }, receivers: ['ops'] }], { label })).toEqual(['ops']);
      expect(to([{ match: { label }, receivers: ['ops'] }], { label: 'aXb' })).toEqual([]);
    }
  });

  test('a run of stars costs no more than one', () => {
    expect(hits({ label: `${'*'.repeat(10_000)}nobody` })).toBe(false);
  });
});
