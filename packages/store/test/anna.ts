import type { Store } from '../src/index.js';
import {
  freeze,
  messageAbout,
  NOON,
  OPS,
  openAlert,
  paged,
  reading,
  rowsOf,
  send,
  snapshotOf,
  storeWithEsims,
} from './stores.js';
import { heard, recordDays } from './writing.js';

const DAY = 86_400;

/** The inventory entry of a person who is to be erased. */
export const ANNA = {
  iccid: '8944-e1',
  label: 'Anna Personal',
  email: 'anna@personal.example',
  costCentre: 'sales',
  glCode: null,
  project: null,
  validFrom: null,
};

/** A store that knows that person in every way it can know one, a closed month included. */
export async function storeOfAnna(): Promise<Store> {
  const store = await storeWithEsims(2);
  await store.inventory.replace(
    [ANNA, { ...ANNA, iccid: '8944-e2', label: 'Ben', email: 'ben@x' }],
    'a',
    NOON,
  );
  const days = [
    { date: '2026-03-09', location: 'Secretland', usedBytes: 5 },
    { date: '2026-03-09', location: 'France', usedBytes: 7 },
  ];
  await recordDays(store, 1, days, NOON);
  await recordDays(store, 1, [{ date: '2026-03-09', location: 'Secretland', usedBytes: 4 }], NOON + 1);
  await heard(store, 1, reading(NOON, 5));
  const about = await messageAbout(store, await openAlert(store, 1), {
    to: { ...OPS, recipient: ANNA.email },
  });
  await store.outbox.claim(NOON, 60, 9, 'a');
  await store.outbox.retryAt(about, NOON, { kind: 'recorded', text: `550 <${ANNA.email}> unknown` }, 'a');
  const body = { text: `no mail to ${ANNA.email}` };
  await store.outbox.queue([{ ...OPS, id: 'n1', kind: 'notice', createdAt: NOON, body }]);
  await send(store, 'n1');
  await store.silences.add({
    matcher: `label=${ANNA.label}`,
    comment: '',
    createdAt: NOON,
    endsAt: NOON + DAY,
  });
  await store.silences.add({
    matcher: 'cost_centre=sales',
    comment: '',
    createdAt: NOON,
    endsAt: NOON + DAY,
  });
  const snapshot = await snapshotOf(store);
  const march = {
    month: '2026-03',
    closedAt: NOON,
    dataAsOf: null,
    timeZone: 'UTC',
    schemaVersion: 2,
    completeness: null,
  };
  const rows = await rowsOf(snapshot.usage({ from: '2026-03-01', to: '2026-04-01' }));
  await freeze(store, march, {
    usage: paged(rows.map((row) => ({ ...row, countryCode: 'FR' }))),
    purchases: paged([]),
    reconciliation: paged([]),
    cost: paged([]),
  });
  await snapshot.close();
  return store;
}
