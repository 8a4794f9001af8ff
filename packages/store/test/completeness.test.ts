import { expect, it } from 'vitest';
import { NOON, purchase, reading, snapshotOf, storeWithEsims } from './stores.js';
import { heard, recordFailure, reject } from './writing.js';

const MARCH = { from: '2026-03-01', to: '2026-04-01' };
const APRIL = Date.UTC(2026, 3, 2) / 1000;

it('counts known and missing figures of a month', async () => {
  const store = await storeWithEsims(5);
  await heard(store, 1, reading(NOON, 5));
  await heard(store, 2, reading(NOON, 5));
  await recordFailure(store, 2, NOON + 60, 'HTTP 500');
  await recordFailure(store, 3, NOON + 60, 'HTTP 500');
  await heard(store, 4, reading(APRIL, 5));
  await recordFailure(store, 4, APRIL + 60, 'HTTP 500');
  await reject(store, 1, [{ what: 'daily-row', reason: 'usage is negative', sample: '{}' }], NOON);
  const bought = [
    purchase('p', { currency: '' }),
    purchase('q'),
    purchase('r', { price: null, currency: '' }),
  ];
  await store.purchases.record(1, { purchases: bought, rejected: [] }, NOON);
  await store.inventory.replace(
    [
      {
        iccid: '8944-e1',
        label: 'Anna',
        email: null,
        costCentre: 'sales',
        glCode: null,
        project: null,
        validFrom: null,
      },
      {
        iccid: '8944-e2',
        label: 'Ben',
        email: null,
        costCentre: '',
        glCode: null,
        project: null,
        validFrom: null,
      },
    ],
    'a',
    NOON,
  );
  expect(await (await snapshotOf(store)).completeness(MARCH)).toEqual({
    esims_expected: 5,
    esims_read: 2,
    esims_failed: 2,
    without_history: 4,
    without_cost_centre: 4,
    rows_rejected: 1,
    purchases_without_currency: 1,
  });
});
