import { NOT_MONITORED_REASONS } from '@roamwatch/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stateOf } from './esim-state.js';

const condition = fc.record({
  severity: fc.constantFrom(null, 'critical', 'warning'),
  status: fc.constantFrom('INSTALLED', 'READY', 'NEW', 'EXPIRED', 'SOMETHING NEW'),
  notMonitored: fc.constantFrom(null, ...NOT_MONITORED_REASONS),
  isCurrent: fc.boolean(),
  hasFigures: fc.boolean(),
});

test('"OK" are only eSIMs that are monitored, current and known; an open alert is always shown', () => {
  fc.assert(
    fc.property(condition, fc.boolean(), (one, isTrusted) => {
      const state = stateOf(one, isTrusted);
      const isKnown = one.notMonitored === null && one.isCurrent && one.hasFigures && isTrusted;
      expect(state === 'ok').toBe(one.severity === null && isKnown);
      if (one.severity !== null) expect(state).toBe(one.severity);
    }),
  );
});
