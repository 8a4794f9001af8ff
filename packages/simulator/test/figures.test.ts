import type { components } from '@roamwatch/client';
import { DAY, HOUR, UNIT_BYTES } from '@roamwatch/core';
import { expect, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../src/index.js';
import { ask, askData, simulate } from './asking.js';

type UsageDetails = components['schemas']['UsageDetails'];

const TO_THE_BYTE: SimulatorOptions = {
  size: 40,
  mix: { traveller: 4, longStay: 1, revoked: 1 },
  units: { allowance: 'B', dailyUsage: 'B' },
  usageWindowDays: 400,
};

async function detailsOf(simulator: Simulator): Promise<UsageDetails[]> {
  const all: UsageDetails[] = [];
  for (const iccid of simulator.truth.iccids()) {
    all.push(await askData(simulator, `/api/esim/usage/details?iccid=${iccid}`));
  }
  return all;
}

function sumOf({ dataUsages }: UsageDetails): number {
  return dataUsages.reduce((sum, { usage }) => sum + usage, 0);
}

async function everyFiveDays(simulator: Simulator, look: () => Promise<void>): Promise<void> {
  for (let step = 0; step < 6; step++) {
    await look();
    simulator.clock.advance(5 * DAY + 3 * HOUR);
  }
}

test('daily rows and remaining data are one ledger: they add up to the allowance, restated or not', async () => {
  for (const restatedShare of [0, 0.3]) {
    const simulator = await simulate({ ...TO_THE_BYTE, restatedShare });
    let checked = 0;
    await everyFiveDays(simulator, async () => {
      for (const details of await detailsOf(simulator)) {
        const { packages } = simulator.truth.esim(details.iccid);
        const onlyOne =
          packages.filter(({ purchasedAt }) => purchasedAt <= simulator.clock.now()).length === 1;
        if (!onlyOne || details.remainingData === 0) continue;
        expect(sumOf(details)).toBe(details.allowedData - details.remainingData);
        checked += details.dataUsages.length;
      }
    });
    expect(checked).toBeGreaterThan(200);
  }
});

test('without lag and restatements the figures are the truth', async () => {
  const simulator = await simulate({ ...TO_THE_BYTE, lagSeconds: 0, restatedShare: 0 });
  await everyFiveDays(simulator, async () => {
    const now = simulator.clock.now();
    for (const { iccid, remainingData, dataUsages } of await detailsOf(simulator)) {
      expect(remainingData).toBe(simulator.truth.remainingBytes(iccid, now));
      for (const { date } of dataUsages) {
        const dashed = date.replace(/^(\d{4})(\d\d)/, '$1-$2-');
        const said = dataUsages.filter((row) => row.date === date).reduce((sum, { usage }) => sum + usage, 0);
        expect(said).toBe(simulator.truth.usedBytes(iccid, dashed));
      }
    }
  });
});

test('figures lag by at most one and a half periods', async () => {
  const lagSeconds = 4 * HOUR;
  const simulator = await simulate({ ...TO_THE_BYTE, mix: { longStay: 1 }, lagSeconds, restatedShare: 0 });
  simulator.clock.advance(2 * DAY);
  const now = simulator.clock.now();
  let behind = 0;
  for (const { iccid, remainingData } of await detailsOf(simulator)) {
    const [newest, oldest] = [now, now - 1.5 * lagSeconds].map((at) =>
      simulator.truth.remainingBytes(iccid, at),
    );
    expect(remainingData).toBeGreaterThanOrEqual(newest ?? 0);
    if (simulator.truth.esim(iccid).packages.every(({ purchases }) => purchases.length === 1)) {
      expect(remainingData).toBeLessThanOrEqual(oldest ?? 0);
    }
    if (remainingData > (newest ?? 0)) behind++;
  }
  expect(behind).toBeGreaterThan(5);
});

test('some days are restated, up and down, one to two days after their end, and then stay', async () => {
  const simulator = await simulate({ ...TO_THE_BYTE, mix: { longStay: 1 }, orderedDays: 3, lagSeconds: 0 });
  let [up, down] = [0, 0];
  simulator.clock.advance(10 * DAY);
  const date = new Date((simulator.clock.now() - DAY) * 1000).toISOString().slice(0, 10).replaceAll('-', '');
  const dayOf = ({ dataUsages }: UsageDetails) =>
    dataUsages.filter((row) => row.date === date).reduce((sum, { usage }) => sum + usage, 0);
  const first = await detailsOf(simulator);
  simulator.clock.advance(2 * DAY);
  const later = await detailsOf(simulator);
  simulator.clock.advance(5 * DAY);
  const last = await detailsOf(simulator);
  first.forEach((details, number) => {
    const change = dayOf(later[number] ?? details) - dayOf(details);
    if (change > 0) up++;
    if (change < 0) down++;
    expect(dayOf(last[number] ?? details)).toBe(dayOf(later[number] ?? details));
  });
  expect(up).toBeGreaterThan(0);
  expect(down).toBeGreaterThan(0);
});

test('days with two countries, days in two parts, and rows without a place occur', async () => {
  const simulator = await simulate({ size: 200, mix: { traveller: 1 } });
  simulator.clock.advance(10 * DAY);
  const rows = (await detailsOf(simulator)).flatMap(({ iccid, dataUsages }) =>
    dataUsages.map(({ date, location }) => ({
      day: `${iccid} ${date}`,
      place: `${iccid} ${date} ${location}`,
      location,
    })),
  );
  const days = new Set(rows.map(({ day }) => day));
  const places = new Set(rows.map(({ place }) => place));
  expect(places.size).toBeGreaterThan(days.size);
  expect(rows.length).toBeGreaterThan(places.size);
  expect(rows.some(({ location }) => location === undefined)).toBe(true);
});

test('old days drop out of the window', async () => {
  const options: SimulatorOptions = { size: 10, mix: { longStay: 1 }, orderedDays: 1 };
  const [week, three] = [
    await simulate({ ...options, usageWindowDays: 7 }),
    await simulate({ ...options, maxDays: 3 }),
  ];
  for (const simulator of [week, three]) simulator.clock.advance(20 * DAY);
  const days = (details: UsageDetails) => new Set(details.dataUsages.map(({ date }) => date)).size;
  for (const details of await detailsOf(week)) expect(days(details)).toBeLessThanOrEqual(7);
  for (const details of await detailsOf(three)) expect(days(details)).toBe(3);
});

test('a fleet counted in any unit is the same fleet to the byte', async () => {
  const units = ['B', 'KB', 'MB', 'GB'] as const;
  const inBytes: unknown[] = [];
  for (const unit of units) {
    const simulator = await simulate({
      size: 30,
      mix: { traveller: 1 },
      units: { allowance: unit, dailyUsage: unit },
      rounding: 'exact',
    });
    simulator.clock.advance(9 * DAY);
    const all = await detailsOf(simulator);
    const bytes = (figure: number) => figure * UNIT_BYTES[unit];
    inBytes.push(
      all.map(({ allowedData, remainingData, dataUsages }) => [
        bytes(allowedData),
        bytes(remainingData),
        dataUsages.map(({ usage }) => bytes(usage)),
      ]),
    );
  }
  for (const other of inBytes.slice(1)) expect(other).toEqual(inBytes[0]);
});

test('dates and numbers come in the requested form', async () => {
  const simulator = await simulate({
    size: 5,
    mix: { longStay: 1 },
    orderedDays: 3,
    dateForm: 'dashed',
    numberForm: 'string',
  });
  simulator.clock.advance(8 * DAY);
  const iccid = simulator.truth.iccids()[0];
  const { text } = await ask(simulator, `/api/esim/usage/details?iccid=${iccid}`);
  const { data } = JSON.parse(text) as {
    data: Record<string, unknown> & { dataUsages: Record<string, unknown>[] };
  };
  expect(data.allowedData).toMatch(/^\d+$/);
  expect(data.dataUsages[0]?.usage).toMatch(/^\d+$/);
  expect(data.dataUsages[0]?.date).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('unlimited packages have no figures that mean anything, but daily rows', async () => {
  const simulator = await simulate({ size: 20, mix: { unlimited: 1 } });
  simulator.clock.advance(20 * DAY);
  const all = await detailsOf(simulator);
  for (const { allowedData, remainingData } of all) expect([allowedData, remainingData]).toEqual([-1, 0]);
  expect(all.some(({ dataUsages }) => dataUsages.length > 0)).toBe(true);
});
