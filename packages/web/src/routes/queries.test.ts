import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FLEET_SORTS } from '../ports/fleet.js';
import { alertQueryOf } from './alert-query.js';
import { fleetQueryOf } from './fleet-query.js';
import { idsOf } from './form.js';

const pairs = fc.array(
  fc.tuple(
    fc.constantFrom(
      'q',
      'status',
      'alert',
      'cost_centre',
      'monitoring',
      'sort',
      'after',
      'state',
      'severity',
      'rule',
      'acknowledged',
    ),
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('critical', 'label', 'failing', '__proto__', 'constructor', ' '),
    ),
  ),
);

test('an address with anything in it is a query of names that exist, and a search of bounded length', () => {
  fc.assert(
    fc.property(pairs, (given) => {
      const params = new URLSearchParams(given);
      const fleet = fleetQueryOf(params, null, 50);
      expect(FLEET_SORTS).toContain(fleet.sort);
      expect([null, 'any', 'critical', 'warning', 'none']).toContain(fleet.alert);
      expect(fleet.search.length).toBeLessThanOrEqual(100);
      expect([fleet.status, fleet.costCentre, fleet.after]).not.toContain('');
      const alerts = alertQueryOf(params, null, 50);
      expect(['open', 'resolved']).toContain(alerts.state);
      expect([null, 'critical', 'warning']).toContain(alerts.severity);
      expect([null, true, false]).toContain(alerts.acknowledged);
    }),
  );
});

test('ids of a form are positive whole numbers; all else is left out', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string(), fc.double().map(String), fc.integer().map(String))),
      (given) => {
        const form = new FormData();
        for (const value of given) form.append('alert', value);
        form.append('alert', new Blob(['1']));
        form.append('alert', '7');
        const ids = idsOf(form, 'alert');
        expect(ids).toContain(7);
        expect(ids.every((id) => Number.isSafeInteger(id) && id > 0)).toBe(true);
      },
    ),
  );
});
