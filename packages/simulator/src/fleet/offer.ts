import { UNIT_BYTES } from '@roamwatch/core';
import type { Country } from './country.js';

/** A data package on sale for a country. */
export interface Offer {
  readonly packageId: string;
  /** Such as "1 GB - 7 Days". */
  readonly name: string;
  readonly days: number;
  /** Null: unlimited. */
  readonly dataBytes: number | null;
  /** In hundredths of the account's currency. */
  readonly priceCents: number;
}

const DAYS = [7, 15, 30] as const;
const SIZES_MB = [500, 1024, 2048, 3072, 5120, 10_240, 20_480] as const;

const offersBySlug = new Map<string, readonly Offer[]>();

/** Everything on sale for a country: limited packages from small to large, then the unlimited ones. */
export function offersFor(country: Country): readonly Offer[] {
  const known = offersBySlug.get(country.slug);
  if (known !== undefined) return known;
  const offers = [...SIZES_MB, null].flatMap((size) =>
    DAYS.filter((days) => size !== 500 || days === 7).map((days) => offer(country, size, days)),
  );
  offersBySlug.set(country.slug, offers);
  return offers;
}

/** The smallest limited package with at least so much data and so many days, or else the largest there is. */
export function smallestFor(country: Country, bytes: number, days: number): Offer {
  const limited = offersFor(country).filter(({ dataBytes }) => dataBytes !== null);
  const longEnough = limited.filter((offer) => offer.days >= Math.min(days, 30));
  const fitting = longEnough.find(({ dataBytes }) => dataBytes !== null && dataBytes >= bytes);
  return fitting ?? offer(country, 20_480, 30);
}

export function unlimitedFor(country: Country, days: number): Offer {
  return offer(country, null, DAYS.find((length) => length >= days) ?? 30);
}

function offer(country: Country, megabytes: number | null, days: number): Offer {
  const size =
    megabytes === null ? 'Unlimited' : megabytes < 1024 ? `${megabytes} MB` : `${megabytes / 1024} GB`;
  return {
    packageId: `esim-${country.slug}-${days}days-${size.toLowerCase().replace(' ', '')}-all`,
    name: `${size} - ${days} Days`,
    days,
    dataBytes: megabytes === null ? null : megabytes * UNIT_BYTES.MB,
    priceCents: megabytes === null ? 900 + 110 * days : 150 + Math.round(megabytes / 5) + 13 * days,
  };
}
