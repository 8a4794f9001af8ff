import { describe, expect, it } from 'vitest';
import { heard, listed, NOON, reading, storeWithEsims } from './stores.js';

const HOUR = 3600;

function storeThatKnows(fingerprint: string, quietUntil: number) {
  const store = storeWithEsims(2);
  store.fleet.rememberAnswers([{ esim: 1, fingerprint, quietUntil, clockDueAt: quietUntil }]);
  const known = () =>
    store.fleet.pollTargets(['INSTALLED']).map((target) => [target.fingerprint, target.quietUntil]);
  return { store, known };
}

describe('answers that are remembered', () => {
  it('come with what is asked next', () => {
    const { known } = storeThatKnows('abc', NOON + HOUR);
    expect(known()).toEqual([
      ['abc', NOON + HOUR],
      [null, null],
    ]);
  });

  it.each<[string, (store: ReturnType<typeof storeThatKnows>['store']) => void]>([
    ['the rules change', ({ fleet }) => fleet.forgetClock()],
    [
      'the list says something new',
      ({ fleet }) => fleet.recordListed([listed('e1', { unlimited: true })], NOON + 1),
    ],
    ['a call fails', ({ fleet }) => fleet.recordFailure(1, NOON + 1, 'timeout')],
    [
      'a package begins',
      ({ fleet }) =>
        fleet.saveEpoch(1, {
          ...{ number: 2, startedAt: NOON, changes: ['history-row-added'], allowanceBytes: null },
          ...{ packageEndsAt: null, endSince: 2, historyRows: 2 },
        }),
    ],
  ])('are evaluated again once %s', (_, happen) => {
    const { store, known } = storeThatKnows('abc', NOON + HOUR);
    happen(store);
    expect(known()[0]?.[1]).toBeNull();
  });

  it('are still fresh readings when they come again: later, and the end of failures', () => {
    const { store } = storeThatKnows('abc', NOON + HOUR);
    heard(store, 1, reading(NOON, 500));
    store.fleet.recordFailure(1, NOON + 1, 'timeout');
    store.usage.confirmReadings(new Map([[1, NOON + 2]]));
    const [facts] = store.fleet.facts([1], NOON + 2);
    expect(facts).toMatchObject({
      fresh: true,
      failingSince: null,
      reading: { at: NOON + 2, remainingBytes: 500 },
    });
    expect(store.fleet.failing(10)).toEqual([]);
    store.usage.confirmReadings(new Map());
  });
});

describe('failures', () => {
  it('are remembered with since when, how often, and the last reason', () => {
    const { fleet, usage } = storeWithEsims(2);
    fleet.recordFailure(2, NOON, 'timeout');
    fleet.recordFailure(1, NOON + 1, 'unreadable');
    fleet.recordFailure(2, NOON + 2, 'unavailable');
    expect(fleet.failing(10)).toEqual([
      { esimId: 'e2', iccid: '8944-e2', since: NOON, times: 2, reason: 'unavailable' },
      { esimId: 'e1', iccid: '8944-e1', since: NOON + 1, times: 1, reason: 'unreadable' },
    ]);
    expect(fleet.failing(1)).toHaveLength(1);
    expect(fleet.failureOf(2)).toEqual({ since: NOON, times: 2, reason: 'unavailable' });

    heard({ fleet, usage }, 2, reading(NOON + 3, 500));
    fleet.recordFailure(2, NOON + 4, 'timeout');
    expect(fleet.failing(10).at(-1)).toMatchObject({ since: NOON + 4, times: 1 });
    heard({ fleet, usage }, 2, reading(NOON + 5, 500));
    expect(fleet.failureOf(2)).toBeNull();
  });
});
