import { DAY, HOUR } from '@roamwatch/core';
import { Random, STREAM } from '../random/random.js';
import { drawDemand } from './demand.js';
import { drawJourney, type Journey } from './journey.js';
import { type Offer, smallestFor, unlimitedFor } from './offer.js';
import type { Persona } from './persona.js';
import { finalEndOf, type PackageRun } from './run.js';
import { travel } from './travel.js';

/** An eSIM's packages from the first to the last, oldest first. */
export type Timeline = readonly [PackageRun, ...PackageRun[]];

/** Lives an eSIM's whole life. The same seed and persona always give the same one. */
export function liveThrough(seed: number, persona: Persona): Timeline {
  const itinerary = new Random(seed, persona.index, STREAM.itinerary);
  const planned = drawJourney(itinerary, persona.departsAt, persona.tripDays);
  if (!travels(persona)) return [unused(persona, planned)];

  const demand = new Random(seed, persona.index, STREAM.demand);
  const packages = new Random(seed, persona.index, STREAM.packages);
  const go = (journey: Journey, number: number, purchasedAt: number) =>
    travel(
      persona,
      journey,
      drawDemand(demand, journey, persona.bytesPerDay),
      { number, offer: choose(persona, journey), purchasedAt },
      packages,
    );

  const journey = persona.kind === 'revoked' ? cutInHalf(planned) : planned;
  const [first = unused(persona, planned), ...others] = go(journey, 1, persona.createdAt);
  if (!persona.secondTrip) return [first, ...others];

  const last = others.at(-1) ?? first;
  const home = Math.max(journey.returnsAt, finalEndOf(last) ?? 0);
  const departsAgainAt = home + itinerary.whole(6 * DAY, 25 * DAY);
  const again = drawJourney(itinerary, departsAgainAt, itinerary.whole(3, 14));
  return [
    first,
    ...others,
    ...go(again, last.number + 1, departsAgainAt - packages.whole(2 * HOUR, 5 * DAY)),
  ];
}

function travels({ kind }: Persona): boolean {
  return kind !== 'neverInstalled' && kind !== 'unapplied';
}

/** The operator revokes the eSIM in the middle of the trip. */
function cutInHalf(journey: Journey): Journey {
  return { ...journey, returnsAt: Math.floor((journey.departsAt + journey.returnsAt) / 2) };
}

function unused(persona: Persona, planned: Journey): PackageRun {
  const offer = choose(persona, planned);
  return {
    number: 1,
    country: planned.legs[0].country,
    purchasedAt: persona.createdAt,
    startsAt: null,
    travelled: null,
    purchases: [{ at: persona.createdAt, offer, allowanceBytes: offer.dataBytes, endsAt: null }],
  };
}

function choose(persona: Persona, { departsAt, returnsAt, legs }: Journey): Offer {
  const { country } = legs[0];
  const days = (returnsAt - departsAt) / DAY;
  if (persona.kind === 'unlimited') return unlimitedFor(country, days);
  return smallestFor(country, persona.bytesPerDay * Math.min(days, 30) * persona.misjudgement, days);
}
