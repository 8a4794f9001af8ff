import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inUseFirst, isPolled, isUnused, KNOWN_STATUSES, type PolledStatuses } from './status.js';

const statuses = fc.subarray([...KNOWN_STATUSES, 'SOMETHING NEW']);
const polled: fc.Arbitrary<PolledStatuses> = fc.oneof(
  statuses.map((only) => ({ only })),
  statuses.map((allBut) => ({ allBut })),
);

test('in whatever order, each status that is polled is polled once, and those in use come first', () => {
  fc.assert(
    fc.property(polled, fc.constantFrom(...KNOWN_STATUSES, 'SOMETHING ELSE'), (all, status) => {
      const parts = inUseFirst(all);
      const polledIn = parts.flatMap((part, index) => (isPolled(part, status) ? [index] : []));
      expect(polledIn).toHaveLength(isPolled(all, status) ? 1 : 0);
      if (isUnused(status)) expect(polledIn).toEqual(isPolled(all, status) ? [parts.length - 1] : []);
    }),
  );
});
