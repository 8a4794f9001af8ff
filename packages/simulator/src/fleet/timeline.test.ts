import { DAY } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { settle } from '../options.js';
import { Fleet } from './fleet.js';
import { finalEndOf, remainingOfRun, usedOfRun } from './run.js';

const settings = settle({ size: 400, seed: 5 });
const fleet = new Fleet(settings.seed, settings, settings.mix);
const esims = [...fleet.newestFirst(settings.startAt)];
const runs = esims.flatMap((esim) => esim.timeline.map((run) => ({ esim, run })));

test('remaining data is never negative, at any hour of any package', () => {
  for (const { run } of runs) {
    const end = finalEndOf(run) ?? run.purchasedAt;
    let least = 0;
    for (let at = run.startsAt ?? end; at <= end + DAY; at += 3_601) {
      least = Math.min(least, remainingOfRun(run, at) ?? 0);
    }
    expect(least).toBe(0);
  }
});

test('nothing is used before a package starts, nor after it ends', () => {
  for (const { run } of runs) {
    if (run.startsAt === null) continue;
    const end = finalEndOf(run) ?? run.startsAt;
    expect(usedOfRun(run, run.startsAt)).toBe(0);
    expect(usedOfRun(run, end + 30 * DAY)).toBe(usedOfRun(run, end));
  }
});

test('the usage of an eSIM is the usage of its packages', () => {
  for (const { timeline } of esims) {
    const used = timeline.reduce((sum, run) => sum + usedOfRun(run, Number.MAX_SAFE_INTEGER), 0);
    const journeys = new Set(timeline.map(({ travelled }) => travelled?.curve));
    const travelled = [...journeys].reduce((sum, curve) => sum + (curve?.usedBytes(curve.endsAt) ?? 0), 0);
    expect(used).toBe(travelled);
  }
});

test('packages follow one another, top-ups raise the allowance and never shorten a package', () => {
  for (const { timeline } of esims) {
    timeline.forEach((run, number) => {
      expect(run.number).toBe(number + 1);
      const before = timeline[number - 1];
      if (before !== undefined) expect(run.purchasedAt).toBeGreaterThanOrEqual(finalEndOf(before) ?? 0);
      run.purchases.reduce((earlier, later) => {
        expect(later.at).toBeGreaterThan(earlier.at);
        expect(later.allowanceBytes ?? 0).toBeGreaterThan(earlier.allowanceBytes ?? 0);
        expect(later.endsAt ?? 0).toBeGreaterThanOrEqual(earlier.endsAt ?? 0);
        return later;
      });
    });
  }
});

test('a fleet has everything a monitor must cope with', () => {
  const topUps = runs.reduce((sum, { run }) => sum + run.purchases.length - 1, 0);
  const kinds = new Set(esims.map(({ persona }) => persona.kind));
  const countries = esims.map(({ timeline }) => timeline[0].travelled?.legs.length ?? 0);
  const exhausted = runs.filter(({ run }) => remainingOfRun(run, Number.MAX_SAFE_INTEGER) === 0);
  expect(kinds.size).toBe(9);
  expect(topUps).toBeGreaterThan(50);
  expect(runs.length - esims.length).toBeGreaterThan(30);
  expect(new Set(countries)).toEqual(new Set([0, 1, 2, 3]));
  expect(exhausted.length).toBeGreaterThan(40);
  expect(esims.some(({ persona }) => persona.planLengthUnknown)).toBe(true);
  expect(esims.some(({ persona }) => persona.withoutPlaces)).toBe(true);
  expect(esims.some(({ persona }) => persona.refundedAfter !== null)).toBe(true);
});

test('departures and crossings are spread over all the weeks that follow', () => {
  for (let week = 0; week < 6; week++) {
    const [from, until] = [settings.startAt + week * 7 * DAY, settings.startAt + (week + 1) * 7 * DAY];
    const departing = esims.filter(({ persona }) => persona.departsAt >= from && persona.departsAt < until);
    expect(departing.length).toBeGreaterThan(10);
  }
});
