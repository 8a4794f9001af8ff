import { DAY, HOUR, type UnixSeconds } from '@roamwatch/core';
import type { Random } from '../random/random.js';
import type { Journey } from './journey.js';

/** The share of a day's data in each local hour: asleep at night, heavy in the evening. Sums to 1. */
const RHYTHM = normalised([
  4, 2, 1, 1, 1, 2, 8, 20, 35, 40, 40, 40, 45, 45, 42, 42, 45, 55, 70, 85, 100, 95, 70, 25,
]);

const SPIKE_CHANCE = 0.04;
const WEEKEND_FACTOR = 1.3;

/** The usage of a traveller on a journey with unlimited data. */
export interface Demand {
  /** The first whole UTC hour, counted from 1970. */
  readonly firstHour: number;
  /** Whole bytes in each hour from there on. */
  readonly hourly: Float64Array;
}

export function drawDemand(random: Random, journey: Journey, bytesPerDay: number): Demand {
  const firstHour = Math.ceil(journey.departsAt / HOUR);
  const hourly = new Float64Array(Math.floor(journey.returnsAt / HOUR) - firstHour);
  let bytesToday = 0;
  let leg = 0;
  for (let slot = 0; slot < hourly.length; slot++) {
    const hour = firstHour + slot;
    if (slot % 24 === 0) bytesToday = bytesPerDay * drawDay(random, hour * HOUR);
    if ((journey.legs[leg + 1]?.from ?? Number.POSITIVE_INFINITY) <= hour * HOUR) leg++;
    const localHour = hour + (journey.legs[leg]?.country.utcOffset ?? 0);
    hourly[slot] = Math.floor(bytesToday * (RHYTHM[localHour % 24] ?? 0));
  }
  return { firstHour, hourly };
}

/** The factor by which a day is above or below the traveller's usual. */
function drawDay(random: Random, at: UnixSeconds): number {
  const spike = random.chance(SPIKE_CHANCE) ? random.between(4, 8) : 1;
  return random.spread(0.5) * spike * (isWeekend(at) ? WEEKEND_FACTOR : 1);
}

function isWeekend(at: UnixSeconds): boolean {
  // 1970 began on a Thursday.
  const dayFromMonday = (Math.floor(at / DAY) + 3) % 7;
  return dayFromMonday >= 5;
}

function normalised(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
