import type { Reading, UnixSeconds } from '@roamwatch/core';
import { createClock, type SimulatorClock } from './clock.js';
import type { SimulatedEsim } from './fleet/esim.js';
import { Fleet } from './fleet/fleet.js';
import { type SimulatorOptions, settle } from './options.js';
import { allowanceAt } from './provider/figures.js';
import { Occasions } from './push/occasions.js';
import { createTruth, type Truth } from './truth.js';

/** The fleet without HTTP and held in memory, to replay months of it in seconds. */
export interface Replay {
  /** Does not run until it is moved. */
  readonly clock: SimulatorClock;
  readonly truth: Truth;
  /** The current list, of eSIMs whose profile exists; oldest order first. */
  listed(): readonly ReplayedEsim[];
  /** What the vendor's push had a reason to send since this was last called; the first call only remembers. */
  pushed(): readonly ReplayedEvent[];
  /** The current answer of the usage call, in exact bytes, as a client would read it. @throws {RangeError} for a strange ICCID. */
  reading(iccid: string): Reading;
}

/** A pushed event, with the figures that it has in it. */
export interface ReplayedEvent {
  readonly kind: 'usage' | 'status';
  readonly iccid: string;
  readonly at: UnixSeconds;
  readonly status: string;
  readonly allowanceBytes: number | null;
  readonly remainingBytes: number | null;
  readonly endsAt: UnixSeconds | null;
}

/** An eSIM as the list shows it at one moment. */
export interface ReplayedEsim {
  readonly iccid: string;
  readonly status: string;
  readonly usageCheck: boolean;
  readonly unlimited: boolean;
  readonly updatedAt: UnixSeconds;
}

/** @throws {SimulatorOptionError} when an option is out of its range. */
export function replayFleet(options: SimulatorOptions = {}): Replay {
  const settings = settle(options);
  const fleet = new Fleet(settings.seed, settings, settings.mix);
  const clock = createClock(settings.startAt, 0);
  const occasions = new Occasions(settings);
  const lives: SimulatedEsim[] = [];
  const byIccid = new Map<string, SimulatedEsim>();
  const drawUntil = (at: UnixSeconds): void => {
    for (let index = lives.length; index < fleet.countAt(at); index++) {
      const esim = fleet.passing(index);
      lives.push(esim);
      byIccid.set(esim.iccid, esim);
    }
  };
  const exists = (esim: SimulatedEsim, at: UnixSeconds) =>
    (esim.profileAt(undefined) ?? Number.POSITIVE_INFINITY) <= at;
  return {
    clock,
    truth: createTruth(fleet, clock),
    listed() {
      const at = clock.now();
      drawUntil(at);
      return lives.filter((esim) => exists(esim, at)).map((esim) => describe(esim, at));
    },
    pushed() {
      const at = clock.now();
      drawUntil(at);
      return lives.flatMap((esim) =>
        occasions.about(esim, at).map(({ kind, status, allowance }) => ({
          ...{ kind, iccid: esim.iccid, at, status, endsAt: allowance.endsAt },
          ...{ allowanceBytes: allowance.allowedBytes, remainingBytes: allowance.remainingBytes },
        })),
      );
    },
    reading(iccid) {
      const at = clock.now();
      drawUntil(at);
      const esim = byIccid.get(iccid);
      if (esim === undefined || !exists(esim, at)) throw new RangeError(`no eSIM has the ICCID ${iccid} now`);
      const { startsAt, endsAt, allowedBytes, remainingBytes } = allowanceAt(settings, esim, at);
      return {
        at,
        allowanceBytes: allowedBytes,
        remainingBytes,
        packageStartedAt: startsAt ?? esim.persona.createdAt,
        packageEndsAt: esim.persona.planLengthUnknown ? null : endsAt,
      };
    },
  };
}

function describe(esim: SimulatedEsim, at: UnixSeconds): ReplayedEsim {
  const { kind } = esim.persona;
  return {
    iccid: esim.iccid,
    status: esim.statusAt(at),
    usageCheck: kind !== 'withoutUsageCheck',
    unlimited: kind === 'unlimited',
    updatedAt: esim.updatedAt(at),
  };
}
