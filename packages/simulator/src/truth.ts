import { type CalendarDate, DAY, type UnixSeconds } from '@roamwatch/core';
import type { SimulatorClock } from './clock.js';
import type { SimulatedEsim } from './fleet/esim.js';
import type { Fleet } from './fleet/fleet.js';
import type { EsimKind } from './fleet/persona.js';
import { finalEndOf, journeysOf, type PackageRun, remainingOfRun } from './fleet/run.js';
import { cutIntoDays } from './provider/day.js';

/** The true events in the fleet, whatever the provider reports of it and when. */
export interface Truth {
  /** ICCIDs of all eSIMs whose profile exists now, oldest order first. */
  iccids(): readonly string[];
  /** By index (0 is the oldest order) or ICCID. @throws {RangeError} when there is none. */
  esim(indexOrIccid: number | string): TrueEsim;
  /** The remaining data of the active package; null: unlimited. */
  remainingBytes(iccid: string, at: UnixSeconds): number | null;
  /** The usage on a UTC day, everywhere or in one place, until now. */
  usedBytes(iccid: string, date: CalendarDate, location?: string): number;
  /**
   * Each instant at which what is left falls to a share of the allowance, over the eSIM's whole life, oldest first.
   * At most one for each allowance: a top-up or a new package arms the next.
   */
  crossings(iccid: string, share: number): readonly Crossing[];
  /** The first of them; null when there is none. */
  crossing(iccid: string, share: number): UnixSeconds | null;
}

/** The moment at which the remaining data fell to a share of the allowance. */
export interface Crossing {
  readonly at: UnixSeconds;
  readonly packageNumber: number;
  readonly allowanceBytes: number;
}

/** The life of an eSIM as it truly is, in Unix seconds. */
export interface TrueEsim {
  readonly index: number;
  readonly iccid: string;
  readonly esimId: string;
  readonly kind: EsimKind;
  readonly createdAt: UnixSeconds;
  readonly installedAt: UnixSeconds | null;
  /** When it expires if it is not installed. */
  readonly lapsesAt: UnixSeconds;
  readonly packages: readonly TruePackage[];
}

/** A package as it truly is, in Unix seconds and bytes. */
export interface TruePackage {
  /** From 1. */
  readonly number: number;
  readonly name: string;
  readonly purchasedAt: UnixSeconds;
  /** First use; null: never. */
  readonly startsAt: UnixSeconds | null;
  /** The end with all its top-ups; null: never used. */
  readonly endsAt: UnixSeconds | null;
  /** The package itself, then its top-ups; allowance and end as they are from that instant on. */
  readonly purchases: readonly {
    readonly at: UnixSeconds;
    readonly name: string;
    readonly allowanceBytes: number | null;
    readonly endsAt: UnixSeconds | null;
  }[];
}

export function createTruth(fleet: Fleet, clock: SimulatorClock): Truth {
  function find(iccid: string): SimulatedEsim {
    const esim = fleet.findByIccid(iccid, clock.now());
    if (esim === null) throw new RangeError(`no eSIM has the ICCID ${iccid} now`);
    return esim;
  }

  function crossings(iccid: string, share: number): readonly Crossing[] {
    return find(iccid).timeline.flatMap((run) => crossingsOf(run, share));
  }

  return {
    iccids() {
      const now = clock.now();
      return Array.from({ length: fleet.countAt(now) }, (_, index) => fleet.passing(index))
        .filter((esim) => (esim.profileAt(fleet.applicationOf(esim)) ?? Number.POSITIVE_INFINITY) <= now)
        .map(({ iccid }) => iccid);
    },
    esim(indexOrIccid) {
      if (typeof indexOrIccid === 'string') return describe(find(indexOrIccid));
      if (!Number.isInteger(indexOrIccid) || indexOrIccid < 0 || indexOrIccid >= fleet.countAt(clock.now())) {
        throw new RangeError(`no eSIM has the index ${indexOrIccid} now`);
      }
      return describe(fleet.esim(indexOrIccid));
    },
    remainingBytes: (iccid, at) => remainingOfRun(find(iccid).runAt(at), at),
    usedBytes(iccid, date, location) {
      const from = Date.parse(`${date}T00:00:00Z`) / 1000;
      const until = Math.min(from + DAY, clock.now());
      return journeysOf(find(iccid).timeline)
        .flatMap((travelled) => cutIntoDays(travelled, from, until))
        .filter(({ place }) => location === undefined || place === location)
        .reduce((sum, { bytes }) => sum + bytes, 0);
    },
    crossings,
    crossing: (iccid, share) => crossings(iccid, share)[0]?.at ?? null,
  };
}

function crossingsOf(run: PackageRun, share: number): readonly Crossing[] {
  const { startsAt, travelled, purchases } = run;
  if (startsAt === null || travelled === null) return [];
  const usedBefore = travelled.curve.usedBytes(startsAt);
  return purchases.flatMap(({ at: since, allowanceBytes }, number) => {
    if (allowanceBytes === null) return [];
    const until = purchases[number + 1]?.at ?? finalEndOf(run) ?? since;
    const used = Math.max(1, Math.ceil(allowanceBytes * (1 - share)));
    const reachedAt = travelled.curve.instantOf(usedBefore + used);
    if (reachedAt === null) return [];
    const at = Math.max(reachedAt, since);
    return at < until ? [{ at, packageNumber: run.number, allowanceBytes }] : [];
  });
}

function describe({ persona, iccid, esimId, installedAt, timeline }: SimulatedEsim): TrueEsim {
  const { index, kind, createdAt, lapsesAt } = persona;
  return {
    index,
    iccid,
    esimId,
    kind,
    createdAt,
    installedAt,
    lapsesAt,
    packages: timeline.map((run) => ({
      number: run.number,
      name: run.purchases[0].offer.name,
      purchasedAt: run.purchasedAt,
      startsAt: run.startsAt,
      endsAt: finalEndOf(run),
      purchases: run.purchases.map(({ at, offer, allowanceBytes, endsAt }) => ({
        at,
        name: offer.name,
        allowanceBytes,
        endsAt,
      })),
    })),
  };
}
