import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matches, type RouteSubject } from '../match.js';
import type { FleetRule, Rule } from '../rules/registry.js';
import { type PossibleAlert, possibleAlerts } from './possible-alerts.js';
import { type Route, receiversFor } from './route.js';
import { unreachableRoutes } from './unreachable-routes.js';

const low: Rule = { name: 'low', type: 'data-low', warning: [{ percent: 25 }], critical: [{ percent: 10 }] };
const gone: Rule = { name: 'gone', type: 'data-exhausted', match: { cost_centre: 'sales' } };
const unused: Rule = { name: 'unused', type: 'expiry-unused', warning: [86_400], critical: [] };
const budget: FleetRule = {
  ...{ name: 'money', type: 'budget', period: 'month', limit: { bytes: 1 }, warning: [80], critical: [] },
  match: { cost_centre: 'sales-*' },
};
const ALERTS = possibleAlerts([low, gone, unused], [budget]);

const route = (match: Route['match'], more: Partial<Route> = {}): Route => ({
  match,
  receivers: [],
  ...more,
});
const found = (...routes: readonly Route[]) =>
  unreachableRoutes(routes, ALERTS).map(({ place, because }) => `${place} ${because}`);

test.each<Route['match']>([
  {},
  { rule: 'lo*', severity: 'critical' },
  { rule: 'gone', cost_centre: 'sal*' },
  { rule: 'gone', label: 'Anna' },
  { rule: 'money', cost_centre: 'sales-?' },
  { rule: 'provider-down', label: '' },
  { rule: 'account-balance', severity: 'warning' },
])('an alert can match %j', (match) => {
  expect(found(route(match))).toEqual([]);
});

test.each<Route['match']>([
  { rule: 'lw*' },
  { rule: 'unused', severity: 'critical' },
  { rule: 'gone', severity: 'warning' },
  { rule: 'gone', cost_centre: 'it' },
  { rule: 'gone', cost_centre: 'it-*' },
  { rule: 'money', cost_centre: 'sales' },
  { rule: 'money', label: 'Anna*' },
  { rule: 'provider-down', severity: 'warning' },
  { rule: 'provider-down', label: 'Anna' },
])('no alert can match %j', (match) => {
  expect(found(route(match))).toEqual(['0 no-match']);
});

test('what routes above take reaches none below, also where it takes several of them', () => {
  const label = { label: 'anna*' };
  expect(found(route(label), route({ label: 'Anna B', severity: 'critical' }))).toEqual(['1 taken']);
  expect(found(route({ severity: 'warning' }), route({ severity: 'critical' }), route({}))).toEqual([
    '2 taken',
  ]);
  expect(found(route({ severity: 'warning' }), route({ rule: 'unused' }))).toEqual(['1 taken']);
  expect(found(route({ cost_centre: 'sales' }), route({ rule: 'gone', label: 'Anna' }))).toEqual(['1 taken']);
  expect(found(route(label, { continue: true }), route({ label: 'Anna B' }))).toEqual([]);
  expect(found(route({ label: 'Anna B' }), route(label))).toEqual([]);
});

test('no alert that there can be reaches a route that is said to be unreachable', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'B', '*', '?'), maxLength: 3 });
  const match = fc.record({ label: text, project: text, rule: text }, { requiredKeys: [] });
  const someRoute = fc.record({ match, continue: fc.boolean() });
  const alert = fc.record({
    fixed: fc.record({
      rule: fc.constantFrom('a', 'ab', 'b'),
      severity: fc.constantFrom('warning', 'critical'),
    }),
    match: fc.record({ label: text, project: text }, { requiredKeys: [] }),
  });
  const about = fc.record({
    label: fc.option(text),
    project: fc.option(text),
    rule: fc.constantFrom('a', 'ab', 'b'),
    severity: fc.constantFrom('warning' as const, 'critical' as const),
  });
  const nothing = { status: null, cost_centre: null, iccid: null };
  const isOf = ({ fixed, match }: PossibleAlert, subject: RouteSubject) =>
    fixed.rule === subject.rule && fixed.severity === subject.severity && matches(match, subject);
  fc.assert(
    fc.property(
      fc.array(someRoute, { maxLength: 4 }),
      fc.array(alert, { maxLength: 4 }),
      fc.array(about, { maxLength: 20 }),
      (given, alerts, subjects) => {
        const routes = given.map((one, place) => ({ ...one, receivers: [String(place)] }));
        const possible = subjects
          .map((one) => ({ ...one, ...nothing }))
          .filter((subject) => alerts.some((one) => isOf(one, subject)));
        const reached = new Set(possible.flatMap((one) => receiversFor(one, routes, [])));
        for (const { place } of unreachableRoutes(routes, alerts))
          expect(reached).not.toContain(String(place));
      },
    ),
    { numRuns: 2_000 },
  );
});
