import { DAY, HOUR, type UnixSeconds } from '@roamwatch/core';
import type { Random } from '../random/random.js';
import { type Country, REGIONS } from './country.js';

/** A stretch of a journey in one country, from a whole hour on. */
export interface Leg {
  readonly country: Country;
  readonly from: UnixSeconds;
}

/** A traveller's way through one to three countries of a region, in the order they see them. */
export interface Journey {
  readonly departsAt: UnixSeconds;
  readonly returnsAt: UnixSeconds;
  readonly legs: readonly [Leg, ...Leg[]];
}

export function drawJourney(random: Random, departsAt: UnixSeconds, days: number): Journey {
  const region = random.pick(REGIONS);
  const start = random.whole(0, region.length - 1);
  const countries = Math.min(region.length, days < 4 ? 1 : random.pick([1, 1, 1, 2, 2, 3]));
  const legLength = (days * DAY) / countries;
  const first: Leg = { country: region[start] ?? region[0], from: departsAt };
  const legs: [Leg, ...Leg[]] = [first];
  for (let number = 1; number < countries; number++) {
    const crossing = departsAt + legLength * (number + random.between(-0.3, 0.3));
    legs.push({
      country: region[(start + number) % region.length] ?? region[0],
      from: Math.round(crossing / HOUR) * HOUR,
    });
  }
  return { departsAt, returnsAt: departsAt + days * DAY, legs };
}
