import { DAY, HOUR, type UnixSeconds } from '@roamwatch/core';
import type { Random } from '../random/random.js';
import { UsageCurve } from './curve.js';
import type { Demand } from './demand.js';
import type { Journey } from './journey.js';
import { type Offer, smallestFor } from './offer.js';
import type { Persona } from './persona.js';
import type { PackageRun } from './run.js';
import { type Departure, RunningPackage } from './running.js';

/**
 * Walks through a journey hour by hour: the traveller uses what they want while data is left, tops up as is their
 * habit, and buys the next package, or stays without, when one ends before the journey does.
 */
export function travel(
  persona: Persona,
  journey: Journey,
  { firstHour, hourly }: Demand,
  departure: Departure,
  random: Random,
): readonly PackageRun[] {
  const cumulative = new Float64Array(hourly.length + 1);
  let used = 0;
  let pack = new RunningPackage(departure, journey.departsAt, used, persona.topUps);
  const packs = [pack];

  for (let slot = 0; slot < hourly.length; ) {
    const begun = slot;
    const at = (firstHour + begun) * HOUR;
    if (at >= pack.endsAt) {
      if (!persona.renews) {
        cumulative.fill(used, slot + 1);
        break;
      }
      const next = { number: pack.number + 1, offer: departure.offer, purchasedAt: at };
      pack = new RunningPackage(next, at, used, persona.topUps);
      packs.push(pack);
    }
    if (used >= pack.lowMark(at)) {
      const boughtAt = at + Math.floor(persona.topUps.delay * random.between(0.3, 1));
      pack.topUp(boughtAt, topUpFor(persona, journey, boughtAt));
    }
    const quietUntil = Math.min(hourly.length, pack.quietUntil(at) / HOUR - firstHour);
    const [low, usable] = [pack.lowMark(at), pack.usableAt(at)];
    while (slot < quietUntil && used < low) {
      used = Math.min(used + (hourly[slot] ?? 0), usable);
      cumulative[++slot] = used;
    }
    // The hour in which a package ends goes by without use.
    if (quietUntil === begun) cumulative[++slot] = used;
  }
  const travelled = { legs: journey.legs, curve: new UsageCurve(firstHour, cumulative) };
  return packs.map((finished) => finished.toRun(journey.legs[0].country, travelled));
}

/** An amount that looks enough for the rest of the journey. */
function topUpFor(persona: Persona, journey: Journey, at: UnixSeconds): Offer {
  const daysLeft = Math.max(1, (journey.returnsAt - at) / DAY);
  return smallestFor(
    journey.legs[0].country,
    persona.bytesPerDay * daysLeft * persona.misjudgement,
    daysLeft,
  );
}
