import { expect, onTestFinished, test } from 'vitest';
import { optionsOfRecipe, RECIPES, type Simulator, startSimulator } from '../src/index.js';
import { ask, askData } from './asking.js';

interface Listed {
  readonly id: string;
  readonly iccid?: string;
  readonly status: string;
}
type Row = Readonly<Record<string, unknown>>;

const HOUR = 3_600;
const list = (simulator: Simulator) => askData<readonly Listed[]>(simulator, '/api/esims?limit=1000');
const details = (simulator: Simulator, iccid: string | undefined) =>
  ask(simulator, `/api/esim/usage/details?iccid=${encodeURIComponent(iccid ?? '')}`);
const statusOf = async (simulator: Simulator, path = '/api/esims') => (await ask(simulator, path)).status;

/** The status of a request at each of these instants after the start, in seconds. */
async function statusAfter(simulator: Simulator, ...seconds: readonly number[]): Promise<readonly number[]> {
  const start = simulator.clock.now();
  const seen: number[] = [];
  for (const after of seconds) {
    simulator.clock.set(start + after);
    seen.push(await statusOf(simulator));
  }
  return seen;
}

/** What the fleet's usage answers are now: their HTTP status and their data. */
async function usages(simulator: Simulator): Promise<readonly { status: number; data: Row }[]> {
  const answers = [];
  for (const { iccid } of await list(simulator)) {
    if (iccid === undefined) continue;
    const { status, text } = await details(simulator, iccid);
    if (status === 200) answers.push({ status, data: (JSON.parse(text) as { data: Row }).data });
  }
  return answers;
}

/** Whether somebody who polls a recipe sees what it says. */
const SEEN: Readonly<Record<string, (simulator: Simulator) => Promise<void>>> = {
  'runs-dry-today': async (simulator) => {
    const empty = async () => (await usages(simulator)).filter(({ data }) => data.remainingData === 0).length;
    const atFirst = await empty();
    expect(atFirst).toBeLessThan(10);
    simulator.clock.advance(6 * HOUR);
    expect(await empty()).toBeGreaterThan(atFirst);
    simulator.clock.advance(20 * HOUR);
    expect(await empty()).toBeGreaterThan(25);
  },
  'provider-that-lies': async (simulator) => {
    simulator.clock.advance(20 * 24 * HOUR);
    const answers = (await usages(simulator)).map(({ data }) => data);
    const rows = answers.flatMap(({ dataUsages }) => (dataUsages ?? []) as readonly Row[]);
    expect(answers.some(({ allowedData }) => allowedData === undefined)).toBe(true);
    expect(answers.some(({ allowedData }) => allowedData === 'plenty')).toBe(true);
    expect(rows.some(({ date }) => date === undefined)).toBe(true);
    expect(rows.some(({ usage }) => Number(usage) < 0)).toBe(true);
    const settled = new Set(rows.map((row) => JSON.stringify(row)));
    simulator.clock.advance(2 * 24 * HOUR);
    const later = (await usages(simulator)).flatMap(({ data }) => (data.dataUsages ?? []) as readonly Row[]);
    expect(later.some((row) => !settled.has(JSON.stringify(row)))).toBe(true);
  },
  outage: async (simulator) => {
    const minute = 60;
    expect(
      await statusAfter(simulator, 0, HOUR - 1, HOUR, HOUR + 40 * minute - 1, HOUR + 40 * minute, 25 * HOUR),
    ).toEqual([200, 200, 503, 503, 200, 503]);
  },
  flapping: async (simulator) => {
    expect(await statusAfter(simulator, 0, 299, 300, 1_199, 1_200, 1_500)).toEqual([
      500, 500, 200, 200, 500, 200,
    ]);
  },
  'slow-provider': async (simulator) => {
    const asked = performance.now();
    expect(await statusOf(simulator)).toBe(200);
    expect(performance.now() - asked).toBeGreaterThan(2_900);
    expect(simulator.faults.list()).toMatchObject([{ kind: 'slow' }, { kind: 'hang', probability: 0.02 }]);
  },
  'rate-limited': async (simulator) => {
    const answers = [];
    for (let number = 0; number < 100; number++) answers.push(await ask(simulator, '/api/esims?limit=1'));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(20);
    expect(refused.length).toBeLessThan(45);
    const waits = new Set(refused.map(({ headers }) => /^\d+$/.test(headers.get('retry-after') ?? '')));
    expect(waits).toEqual(new Set([true, false]));
  },
  'refused-token': async (simulator) => {
    expect(await statusAfter(simulator, 0, HOUR, 2 * HOUR - 1, 2 * HOUR)).toEqual([200, 401, 401, 200]);
  },
  'units-in-kb': async (simulator) => {
    simulator.clock.advance(20 * 24 * HOUR);
    const answers = (await usages(simulator)).map(({ data }) => data);
    const named = answers.filter(({ allowedData }) => allowedData === '1048576');
    expect(named.length).toBeGreaterThan(0);
    const [iccid = ''] = named.map(({ iccid }) => String(iccid));
    expect(simulator.truth.esim(iccid).packages.some(({ name }) => name.startsWith('1 GB'))).toBe(true);
    const dates = answers.flatMap(({ dataUsages }) => (dataUsages as readonly Row[]).map(({ date }) => date));
    expect(dates[0]).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  },
  'reissued-cards': async (simulator) => {
    const before = await list(simulator);
    simulator.clock.advance(6 * HOUR);
    const after = await list(simulator);
    const idOf = new Map(after.map(({ id, iccid }) => [iccid, id]));
    const moved = before.filter(({ id, iccid }) => iccid !== undefined && idOf.get(iccid) !== id);
    expect(moved.length).toBeGreaterThan(10);
    expect(moved.length).toBeLessThan(30);
    const [card] = moved;
    expect(await statusOf(simulator, `/api/esim?esimId=${card?.id}`)).toBe(404);
    const current = await askData<Listed>(simulator, `/api/esim?esimId=${idOf.get(card?.iccid)}`);
    expect(current).toMatchObject({ id: idOf.get(card?.iccid), iccid: card?.iccid });
  },
  'short-list': async (simulator) => {
    const listed = await list(simulator);
    expect(listed).toHaveLength(50);
    const known = new Set(listed.map(({ iccid }) => iccid));
    const hidden = simulator.truth.iccids().find((iccid) => !known.has(iccid));
    expect(await statusOf(simulator, `/api/esim?iccid=${hidden}`)).toBe(200);
  },
  'hostile-text': async (simulator) => {
    expect((await list(simulator)).every(({ status }) => status.includes('\u001b'))).toBe(true);
    expect((await list(simulator)).some(({ id }) => id.includes('\u001b'))).toBe(false);
    simulator.clock.advance(HOUR);
    expect((await list(simulator)).every(({ id }) => id.includes('\u001b'))).toBe(true);
  },
  'hundred-thousand': async (simulator) => {
    expect(await askData(simulator, '/_simulator/state')).toMatchObject({ esims: 100_000 });
    expect(await askData<readonly Listed[]>(simulator, '/api/esims?limit=3')).toHaveLength(3);
  },
};

test.each(RECIPES)('$name: you see $sees', async ({ name }) => {
  const simulator = await startSimulator(optionsOfRecipe(name));
  onTestFinished(() => simulator.close());
  await SEEN[name]?.(simulator);
});

test('every recipe is checked', () => {
  expect(Object.keys(SEEN)).toEqual(RECIPES.map(({ name }) => name));
});
