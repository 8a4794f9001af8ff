import { DAY, HOUR, type UnixSeconds } from '@roamwatch/core';
import type { Random } from '../random/random.js';
import type { Journey } from './journey.js';

/** How a day's data falls on its local hours: asleep at night, heavy in the evening. Sums to 1. */
const RHYTHM = normalised([
  4, 2, 1, 1, 1, 2, 8, 20, 35, 40, 40, 40, 45, 45, 42, 42, 45, 55, 70, 85, 100, 95, 70, 25,
]);

const SPIKE_CHANCE = 0.04;
const WEEKEND_FACTOR = 1.3;

/** What a traveller would use in each whole UTC hour of a journey, were there data without end. */
export interface Demand {
  /** The first hour, counted from 1970. */
  readonly firstHour: number;
  readonly hours: number;
  /** In bytes, a whole number. */
  inHour(slot: number): number;
}

export function drawDemand(random: Random, journey: Journey, bytesPerDay: number): Demand {
  const firstHour = Math.ceil(journey.departsAt / HOUR);
  const hours = Math.floor(journey.returnsAt / HOUR) - firstHour;
  const days = Array.from({ length: Math.ceil(hours / 24) + 1 }, (_, day) => {
    const spike = random.chance(SPIKE_CHANCE) ? random.between(4, 8) : 1;
    return bytesPerDay * random.spread(0.5) * spike * weekendFactor(firstHour * HOUR + day * DAY);
  });
  const offsets = journey.legs.map(({ country, from }) => ({
    hour: from / HOUR,
    utcOffset: country.utcOffset,
  }));
  return {
    firstHour,
    hours,
    inHour(slot) {
      const hour = firstHour + slot;
      let leg = offsets.length - 1;
      while (leg > 0 && (offsets[leg]?.hour ?? 0) > hour) leg--;
      const localHour = (hour + (offsets[leg]?.utcOffset ?? 0)) % 24;
      return Math.floor((days[Math.floor(slot / 24)] ?? 0) * (RHYTHM[localHour] ?? 0));
    },
  };
}

function weekendFactor(at: UnixSeconds): number {
  const dayOfWeek = new Date(at * 1000).getUTCDay();
  return dayOfWeek === 0 || dayOfWeek === 6 ? WEEKEND_FACTOR : 1;
}

function normalised(weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
