import type { UnixSeconds } from '@roamwatch/core';
import { countOrdered, type OrderCalendar } from './calendar.js';
import { type Application, SimulatedEsim } from './esim.js';
import { createIdentities, type Identities } from './identity.js';
import { type FleetMix, personaOf } from './persona.js';

/** Lives kept at hand. They can be drawn again at any time, so this only bounds memory. */
const KEPT_ESIMS = 4_096;

/** All eSIMs of an account. None is held in memory until it is requested. */
export class Fleet {
  readonly #seed: number;
  readonly #calendar: OrderCalendar;
  readonly #mix: FleetMix;
  readonly #identities: Identities;
  readonly #kept = new Map<number, SimulatedEsim>();
  readonly #applications = new Map<number, Application>();

  constructor(seed: number, calendar: OrderCalendar, mix: FleetMix) {
    this.#seed = seed;
    this.#calendar = calendar;
    this.#mix = mix;
    this.#identities = createIdentities(seed);
  }

  /** Number of eSIMs ordered until `at`: their indices are 0 to one less. */
  countAt(at: UnixSeconds): number {
    return countOrdered(this.#calendar, at);
  }

  /** The eSIM of an index, kept for the next request. */
  esim(index: number): SimulatedEsim {
    const kept = this.#kept.get(index);
    if (kept !== undefined) return kept;
    const esim = this.passing(index);
    this.#kept.set(index, esim);
    if (this.#kept.size > KEPT_ESIMS) this.#forgetOldest();
    return esim;
  }

  /** The eSIM of an index, not kept: for a walk through the whole fleet. */
  passing(index: number): SimulatedEsim {
    const kept = this.#kept.get(index);
    if (kept !== undefined) return kept;
    const persona = personaOf(this.#seed, this.#calendar, this.#mix, index);
    return new SimulatedEsim(
      this.#seed,
      persona,
      this.#identities.iccid(index),
      this.#identities.esimId(index),
      this.#identities.referenceId(index),
    );
  }

  /** The eSIM with this ICCID, if its profile was generated until `at`. */
  findByIccid(iccid: string, at: UnixSeconds): SimulatedEsim | null {
    const esim = this.#existing(this.#identities.indexOfIccid(iccid), at);
    const profileAt = esim?.profileAt(this.applicationOf(esim)) ?? null;
    return profileAt !== null && profileAt <= at ? esim : null;
  }

  findByEsimId(esimId: string, at: UnixSeconds): SimulatedEsim | null {
    return this.#existing(this.#identities.indexOfEsimId(esimId), at);
  }

  /** The eSIMs of an order that exist at `at`. */
  findByReference(referenceId: string, at: UnixSeconds): readonly SimulatedEsim[] {
    const indices = this.#identities.indicesOfReference(referenceId);
    return indices.flatMap((index) => this.#existing(index, at) ?? []);
  }

  /** Newest first, as the list gives them. */
  *newestFirst(at: UnixSeconds): Generator<SimulatedEsim> {
    for (let index = this.countAt(at) - 1; index >= 0; index--) yield this.passing(index);
  }

  /** Has the profile generated at `profileAt`, unless it was applied before. */
  apply(esim: SimulatedEsim, profileAt: UnixSeconds): void {
    const { index } = esim.persona;
    if (!this.#applications.has(index)) this.#applications.set(index, { profileAt });
  }

  applicationOf(esim: SimulatedEsim): Application | undefined {
    return this.#applications.get(esim.persona.index);
  }

  #existing(index: number | null, at: UnixSeconds): SimulatedEsim | null {
    return index !== null && index < this.countAt(at) ? this.esim(index) : null;
  }

  #forgetOldest(): void {
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest);
      return;
    }
  }
}
