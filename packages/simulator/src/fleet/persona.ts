import { DAY, HOUR, type Seconds, UNIT_BYTES, type UnixSeconds } from '@roamwatch/core';
import { Random, STREAM } from '../random/random.js';
import { departsBefore, type OrderCalendar, orderedAt } from './calendar.js';

/** The fate of an eSIM. */
export type EsimKind =
  /** Travels with a limited package. */
  | 'traveller'
  /** Stays abroad for six weeks, one package after the other. */
  | 'longStay'
  /** Travels with an unlimited package. */
  | 'unlimited'
  /** Travels, but `withUsageCheck` is false. */
  | 'withoutUsageCheck'
  /** READY until it expires. */
  | 'neverInstalled'
  /** NEW, without an ICCID, until somebody applies it. */
  | 'unapplied'
  /** Revoked in the middle of a trip. */
  | 'revoked'
  /** Travels under the undocumented status ACTIVE. */
  | 'undocumentedStatus'
  /** Travels under the documented status UNKNOWN. */
  | 'unknownStatus'
  /** Has used most of a package when the simulation starts, uses it up within a day, and buys no more. */
  | 'almostEmpty';

/** Relative weights of the kinds; those left out do not occur. */
export type FleetMix = Readonly<Partial<Record<EsimKind, number>>>;

/** The weights by default; what is 0 occurs only where it is asked for. */
export const DEFAULT_MIX: FleetMix = {
  traveller: 70,
  longStay: 4,
  unlimited: 5,
  withoutUsageCheck: 4,
  neverInstalled: 9,
  unapplied: 3,
  revoked: 2,
  undocumentedStatus: 2,
  unknownStatus: 1,
  almostEmpty: 0,
};

/** A traveller with an eSIM, and their behaviour. */
export interface Persona {
  readonly index: number;
  readonly kind: EsimKind;
  readonly createdAt: UnixSeconds;
  /** When the provider has generated the profile by itself; null: only when somebody applies it. */
  readonly profileAt: UnixSeconds | null;
  /** When the profile expires if it is not installed. */
  readonly lapsesAt: UnixSeconds;
  readonly departsAt: UnixSeconds;
  readonly tripDays: number;
  readonly secondTrip: boolean;
  readonly bytesPerDay: number;
  /** The error of their guess at the data they will need. */
  readonly misjudgement: number;
  readonly topUps: TopUpHabit;
  /** Buys the next package when one ends before the trip does. */
  readonly renews: boolean;
  readonly currency: string;
  /** The first package is refunded so long after the order; null: never. */
  readonly refundedAfter: Seconds | null;
  /** The provider does not report their location. */
  readonly withoutPlaces: boolean;
  /** The provider gives `expiredAt` equal to `startedAt`. */
  readonly planLengthUnknown: boolean;
}

export interface TopUpHabit {
  readonly most: number;
  /** Thinks of it when no more than this share of the allowance is left. */
  readonly atShare: number;
  readonly delay: Seconds;
}

export function personaOf(seed: number, calendar: OrderCalendar, mix: FleetMix, index: number): Persona {
  const persona = drawPersona(seed, calendar, mix, index);
  return persona.kind === 'almostEmpty' ? emptying(seed, calendar, persona) : persona;
}

/** Departs shortly before the start with 1 GB, and uses 1 to 2 GB a day. */
function emptying(seed: number, { startAt }: OrderCalendar, persona: Persona): Persona {
  const random = new Random(seed, persona.index, STREAM.emptying);
  const tripDays = 7;
  return {
    ...persona,
    departsAt: Math.max(
      (persona.profileAt ?? persona.createdAt) + HOUR,
      startAt - random.whole(2 * HOUR, 12 * HOUR),
    ),
    tripDays,
    bytesPerDay: random.between(1, 2) * UNIT_BYTES.GB,
    misjudgement: 0.5 / tripDays,
    topUps: { ...persona.topUps, most: 0 },
    renews: false,
    refundedAfter: null,
    planLengthUnknown: false,
  };
}

function drawPersona(seed: number, calendar: OrderCalendar, mix: FleetMix, index: number): Persona {
  const random = new Random(seed, index, STREAM.persona);
  const kind = drawKind(random, mix);
  const createdAt = orderedAt(calendar, index);
  const profileAt = createdAt + random.whole(60, 900);
  const stays = kind === 'longStay';
  const earliestDeparture = profileAt + HOUR;
  const latestDeparture = stays ? earliestDeparture + DAY : departsBefore(calendar, createdAt);
  return {
    index,
    kind,
    createdAt,
    profileAt: kind === 'unapplied' ? null : profileAt,
    lapsesAt: createdAt + (kind === 'neverInstalled' ? random.pick([30, 60, 90, 180]) : 365) * DAY,
    departsAt: Math.floor(random.between(earliestDeparture, latestDeparture)),
    tripDays: stays ? 45 : Math.min(28, Math.max(2, Math.round(8 * random.spread(0.6)))),
    secondTrip: kind === 'traveller' && random.chance(0.15),
    bytesPerDay: 180 * UNIT_BYTES.MB * random.spread(0.9),
    misjudgement: 0.9 * random.spread(0.7),
    topUps: {
      most: random.chance(0.45) ? random.whole(1, 3) : 0,
      atShare: random.chance(0.3) ? 0 : random.between(0.02, 0.15),
      delay: random.whole(600, 8 * HOUR),
    },
    renews: stays || random.chance(0.6),
    currency: random.pick(['USD', 'USD', 'USD', 'EUR', 'EUR', 'GBP', 'CHF']),
    refundedAfter: random.chance(0.03) ? random.whole(2 * DAY, 20 * DAY) : null,
    withoutPlaces: random.chance(0.03),
    planLengthUnknown: random.chance(0.02),
  };
}

function drawKind(random: Random, mix: FleetMix): EsimKind {
  const kinds = Object.entries(mix) as [EsimKind, number][];
  let left = random.unit() * kinds.reduce((sum, [, weight]) => sum + weight, 0);
  const drawn = kinds.find(([, weight]) => {
    left -= weight;
    return left < 0;
  });
  return drawn?.[0] ?? 'traveller';
}
