import { expect, test } from 'vitest';
import { freshStore, listAlone, listed, NOON, openAlert, storeWithEsims } from './stores.js';

test('an eSIM is found by its id, by its label or a part of it, and by the end of its ICCID', async () => {
  const { fleet, inventory } = await freshStore();
  const card = (id: string, iccid: string) => listed(id, { iccid });
  const esims = [
    card('e1', '8944500000000000017'),
    card('e2', '8944500000000000025'),
    card('17', '8944500000000010017'),
  ];
  await fleet.recordListed({ esims, rejected: [] }, NOON);
  const entry = { email: null, costCentre: null, glCode: null, project: null, validFrom: null };
  await inventory.replace([{ ...entry, iccid: '8944500000000000025', label: 'Anna 100%' }], 'digest', NOON);
  const find = async (text: string, ending: string | null = null, limit = 10) =>
    (await fleet.find({ text, ending, now: NOON }, limit)).map(({ esimId }) => esimId);

  expect(await find('e1')).toEqual(['e1']);
  expect(await find('anna 100%')).toEqual(['e2']);
  expect(await find('0%')).toEqual(['e2']);
  expect(await find('1_0')).toEqual([]);
  expect(await find('17')).toEqual(['17']);
  expect(await find('0017', '0017')).toEqual(['e1', '17']);
  expect(await find('0017', '0017', 1)).toEqual(['e1']);
  expect(await find('nobody')).toEqual([]);
});

test('a card is found by every eSIM id it had; one that left the list is found too', async () => {
  const store = await storeWithEsims(1);
  const { fleet } = store;
  await fleet.recordListed({ esims: [listed('e2', { iccid: '8944-e1' })], rejected: [] }, NOON + 1);
  const byEnding = await fleet.find({ text: '-e1', ending: '-e1', now: NOON }, 9);
  expect(byEnding).toMatchObject([{ esim: 1, esimId: 'e2' }]);
  for (const text of ['e1', 'e2']) {
    expect(await fleet.find({ text, ending: null, now: NOON }, 9)).toEqual(byEnding);
  }
  await listAlone(store, [], NOON + 2);
  expect(await fleet.find({ text: 'e1', ending: null, now: NOON }, 9)).toMatchObject([
    { esimId: 'e2', leftListAt: NOON + 2 },
  ]);
});

test('eSIMs are counted by the worst alert that each has', async () => {
  const store = await storeWithEsims(3);
  expect(await store.pages.esimsByAlert()).toEqual(new Map());
  await openAlert(store, 1);
  const { severity } = (await store.alerts.open())[0] ?? {};
  expect([...(await store.pages.esimsByAlert())]).toEqual([[severity, 1]]);
});
