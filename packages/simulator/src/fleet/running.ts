import { DAY, HOUR, type UnixSeconds } from '@roamwatch/core';
import type { Country } from './country.js';
import type { Offer } from './offer.js';
import type { TopUpHabit } from './persona.js';
import type { PackageRun, Purchase, Travelled } from './run.js';

/** A package as it is taken on a journey. */
export interface Departure {
  readonly number: number;
  readonly offer: Offer;
  readonly purchasedAt: UnixSeconds;
}

/**
 * A package while a traveller uses it. Marks are counts of bytes used on the whole journey, so that the walk
 * compares one number.
 */
export class RunningPackage {
  readonly number: number;
  readonly #startsAt: UnixSeconds;
  readonly #usedBefore: number;
  readonly #habit: TopUpHabit;
  readonly #purchases: [Purchase, ...Purchase[]];
  /** When it ends, with the top-ups so far. */
  endsAt: UnixSeconds;
  #topUpsLeft: number;

  constructor(
    { number, offer, purchasedAt }: Departure,
    startsAt: UnixSeconds,
    usedBefore: number,
    habit: TopUpHabit,
  ) {
    this.number = number;
    this.#startsAt = startsAt;
    this.#usedBefore = usedBefore;
    this.#habit = habit;
    this.#topUpsLeft = offer.dataBytes === null ? 0 : habit.most;
    this.endsAt = startsAt + offer.days * DAY;
    this.#purchases = [{ at: purchasedAt, offer, allowanceBytes: offer.dataBytes, endsAt: this.endsAt }];
  }

  get #latest(): Purchase {
    return this.#purchases.at(-1) ?? this.#purchases[0];
  }

  /** Beyond this mark no data is left. A top-up bought but not yet there does not count. */
  usableAt(at: UnixSeconds): number {
    const { allowanceBytes } =
      this.#purchases.findLast((purchase) => purchase.at <= at) ?? this.#purchases[0];
    return this.#usedBefore + (allowanceBytes ?? Number.POSITIVE_INFINITY);
  }

  /** At this mark the traveller buys a top-up. */
  lowMark(at: UnixSeconds): number {
    const { at: boughtAt, allowanceBytes } = this.#latest;
    if (this.#topUpsLeft === 0 || boughtAt > at || allowanceBytes === null) return Number.POSITIVE_INFINITY;
    return this.#usedBefore + Math.floor(allowanceBytes * (1 - this.#habit.atShare));
  }

  /** The whole hour up to which nothing but use happens: a top-up counts from the next one, the last is cut off. */
  quietUntil(at: UnixSeconds): UnixSeconds {
    const { at: boughtAt } = this.#latest;
    return boughtAt > at ? Math.ceil(boughtAt / HOUR) * HOUR : Math.floor(this.endsAt / HOUR) * HOUR;
  }

  /** Raises the allowance and gives a full length from then; one too late for it does nothing. */
  topUp(at: UnixSeconds, offer: Offer): void {
    if (at >= this.endsAt) {
      this.#topUpsLeft = 0;
      return;
    }
    this.#topUpsLeft--;
    this.endsAt = Math.max(this.endsAt, at + offer.days * DAY);
    const allowanceBytes = (this.#latest.allowanceBytes ?? 0) + (offer.dataBytes ?? 0);
    this.#purchases.push({ at, offer, allowanceBytes, endsAt: this.endsAt });
  }

  toRun(country: Country, travelled: Travelled): PackageRun {
    return {
      number: this.number,
      country,
      purchasedAt: this.#purchases[0].at,
      startsAt: this.#startsAt,
      travelled,
      purchases: this.#purchases,
    };
  }
}
