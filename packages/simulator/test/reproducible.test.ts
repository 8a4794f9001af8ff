import { expect, test } from 'vitest';
import type { Simulator, SimulatorOptions } from '../src/index.js';
import { ask, simulate } from './asking.js';

const options: SimulatorOptions = { size: 30, seed: 7, newPerDay: 2 };

function pathsOf(simulator: Simulator): string[] {
  return simulator.truth
    .iccids()
    .flatMap((iccid) => [
      `/api/esim?iccid=${iccid}`,
      `/api/esim/usage/details?iccid=${iccid}`,
      `/api/esim/history?iccid=${iccid}`,
    ])
    .concat('/api/esims?limit=500');
}

async function answers(simulator: Simulator, paths: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const path of paths) {
    const { status, text } = await ask(simulator, path);
    found.set(path, `${status} ${text}`);
  }
  return found;
}

test('the same seed gives the same bytes, in whatever order and how often it is requested', async () => {
  const [one, other] = [await simulate(options), await simulate(options)];
  for (const simulator of [one, other]) simulator.clock.advance(19 * 86_400);
  const paths = pathsOf(one);
  const forwards = await answers(one, paths);
  await answers(other, paths.slice(0, 40));
  const backwards = await answers(other, paths.toReversed());
  for (const path of paths) expect(backwards.get(path)).toBe(forwards.get(path));
});

test('the data of an instant do not depend on earlier requests', async () => {
  const [walked, jumped] = [await simulate(options), await simulate(options)];
  for (let day = 0; day < 20; day++) {
    walked.clock.advance(86_400);
    await answers(walked, pathsOf(walked).slice(0, 5));
  }
  jumped.clock.advance(20 * 86_400);
  const paths = pathsOf(jumped);
  expect(await answers(walked, paths)).toEqual(await answers(jumped, paths));
});

test('another seed gives another fleet', async () => {
  const [one, other] = [await simulate(options), await simulate({ ...options, seed: 8 })];
  const known = new Set(one.truth.iccids());
  expect(other.truth.iccids().some((iccid) => known.has(iccid))).toBe(false);
});
