import { DAY, HOUR, type UnixSeconds } from '@roamwatch/core';
import type { Random } from '../random/random.js';
import type { Country } from './country.js';
import { UsageCurve } from './curve.js';
import type { Demand } from './demand.js';
import type { Journey } from './journey.js';
import { type Offer, smallestFor } from './offer.js';
import type { Persona } from './persona.js';
import type { PackageRun, Purchase } from './run.js';

/** The package a traveller leaves with. */
export interface Departure {
  readonly number: number;
  readonly offer: Offer;
  readonly purchasedAt: UnixSeconds;
}

/**
 * Walks through a journey hour by hour: the traveller uses what they want while data is left, tops up as is their
 * habit, and buys the next package, or stays without, when one ends before the journey does.
 */
export function travel(
  persona: Persona,
  journey: Journey,
  demand: Demand,
  departure: Departure,
  random: Random,
): readonly PackageRun[] {
  const cumulative = new Float64Array(demand.hours + 1);
  let used = 0;
  let pack = new RunningPackage(departure, journey.departsAt, used);
  const packs = [pack];
  for (let slot = 0; slot < demand.hours; slot++) {
    const at = (demand.firstHour + slot) * HOUR;
    if (at >= pack.endsAt && persona.renews) {
      const { offer } = departure;
      pack = new RunningPackage({ number: pack.number + 1, offer, purchasedAt: at }, at, used);
      packs.push(pack);
    }
    if (at + HOUR <= pack.endsAt) used += Math.min(demand.inHour(slot), pack.remainingAt(at, used));
    cumulative[slot + 1] = used;
    if (pack.wantsTopUp(persona, at, used)) {
      const boughtAt = at + HOUR + Math.floor(persona.topUps.delay * random.between(0.3, 1));
      pack.topUp(boughtAt, topUpFor(persona, journey, boughtAt));
    }
  }
  const travelled = { legs: journey.legs, curve: new UsageCurve(demand.firstHour, cumulative) };
  return packs.map((finished) => finished.toRun(journey.legs[0].country, travelled));
}

/** What looks enough for the rest of the journey, in a package that can be topped up. */
function topUpFor(persona: Persona, journey: Journey, at: UnixSeconds): Offer {
  const daysLeft = Math.max(1, (journey.returnsAt - at) / DAY);
  return smallestFor(
    journey.legs[0].country,
    persona.bytesPerDay * daysLeft * persona.misjudgement,
    daysLeft,
  );
}

class RunningPackage {
  readonly number: number;
  readonly #purchasedAt: UnixSeconds;
  readonly #startsAt: UnixSeconds;
  readonly #usedBefore: number;
  readonly #first: Purchase;
  readonly #topUps: Purchase[] = [];

  constructor({ number, offer, purchasedAt }: Departure, startsAt: UnixSeconds, usedBefore: number) {
    this.number = number;
    this.#purchasedAt = purchasedAt;
    this.#startsAt = startsAt;
    this.#usedBefore = usedBefore;
    this.#first = {
      at: purchasedAt,
      offer,
      allowanceBytes: offer.dataBytes,
      endsAt: startsAt + offer.days * DAY,
    };
  }

  get #latest(): Purchase {
    return this.#topUps.at(-1) ?? this.#first;
  }

  get endsAt(): UnixSeconds {
    return this.#latest.endsAt ?? this.#startsAt;
  }

  /** A top-up that is bought after `at` does not count yet; at most one is. */
  remainingAt(at: UnixSeconds, used: number): number {
    const valid = this.#latest.at <= at ? this.#latest : (this.#topUps.at(-2) ?? this.#first);
    if (valid.allowanceBytes === null) return Number.POSITIVE_INFINITY;
    return valid.allowanceBytes - (used - this.#usedBefore);
  }

  wantsTopUp({ topUps }: Persona, at: UnixSeconds, used: number): boolean {
    const { allowanceBytes, at: boughtAt } = this.#latest;
    if (allowanceBytes === null || boughtAt > at || this.#topUps.length >= topUps.most) return false;
    return allowanceBytes - (used - this.#usedBefore) <= topUps.atShare * allowanceBytes;
  }

  /** Raises the allowance and moves the end to a full length from now; too late once the package is over. */
  topUp(at: UnixSeconds, offer: Offer): void {
    if (at >= this.endsAt) return;
    this.#topUps.push({
      at,
      offer,
      allowanceBytes: (this.#latest.allowanceBytes ?? 0) + (offer.dataBytes ?? 0),
      endsAt: Math.max(this.endsAt, at + offer.days * DAY),
    });
  }

  toRun(country: Country, travelled: PackageRun['travelled']): PackageRun {
    return {
      number: this.number,
      country,
      purchasedAt: this.#purchasedAt,
      startsAt: this.#startsAt,
      travelled,
      purchases: [this.#first, ...this.#topUps],
    };
  }
}
