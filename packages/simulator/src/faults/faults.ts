import type { UnixSeconds } from '@roamwatch/core';
import { mix, STREAM, unitOf } from '../random/random.js';
import type { ActiveFault, Fault, Occasion } from './fault.js';
import { RecentCounts } from './recent-counts.js';

/** The active faults. */
export interface Faults {
  /** Its times count from now on the simulated clock. Returns its id. @throws {TooManyFaults} */
  add(fault: Fault): number;
  /** False when there is none with this id. */
  remove(id: number): boolean;
  clear(): void;
  list(): readonly ActiveFault[];
  /** Those that strike this request, oldest first. Counts them as struck. */
  strike(occasion: Occasion): readonly Fault[];
}

/** The most faults at once. */
export const MOST_FAULTS = 1_000;

export class TooManyFaults extends Error {
  override readonly name = 'TooManyFaults';
}

export function createFaults(seed: number, now: () => UnixSeconds): Faults {
  let lastId = 0;
  let plans: Plan[] = [];
  return {
    add(fault) {
      if (plans.length >= MOST_FAULTS) {
        throw new TooManyFaults(`there are ${MOST_FAULTS} faults; remove some first`);
      }
      plans.push(new Plan(seed, ++lastId, fault, now()));
      return lastId;
    },
    remove(id) {
      const before = plans.length;
      plans = plans.filter((plan) => plan.id !== id);
      return plans.length < before;
    },
    clear() {
      plans = [];
    },
    list: () => plans.map((plan) => plan.describe()),
    strike(occasion) {
      if (plans.length === 0) return [];
      const at = now();
      return plans.filter((plan) => plan.strikes(occasion, at)).map(({ fault }) => fault);
    },
  };
}

/** Requests can name any subject there is; a fleet polled again and again fits in. */
const REMEMBERED_SUBJECTS = 100_000;

/** One fault, with what decides when it strikes. */
class Plan {
  readonly id: number;
  readonly fault: Fault;
  readonly #addedAt: UnixSeconds;
  readonly #seed: number;
  /** Number of requests for each subject: chance must not depend on the order of different subjects. */
  readonly #requested = new RecentCounts(REMEMBERED_SUBJECTS);
  #struck = 0;

  constructor(seed: number, id: number, fault: Fault, addedAt: UnixSeconds) {
    this.#seed = mix(seed, id, STREAM.fault);
    this.id = id;
    this.fault = fault;
    this.#addedAt = addedAt;
  }

  strikes(occasion: Occasion, at: UnixSeconds): boolean {
    const { times = Number.POSITIVE_INFINITY } = this.fault;
    if (this.#struck >= times || !this.#isOn(at)) return false;
    if (!this.#concerns(occasion) || !this.#byChance(occasion)) return false;
    this.#struck++;
    return true;
  }

  describe(): ActiveFault {
    return { ...this.fault, id: this.id, struck: this.#struck };
  }

  #isOn(at: UnixSeconds): boolean {
    const { after = 0, for: lasts = Number.POSITIVE_INFINITY, every = Number.POSITIVE_INFINITY } = this.fault;
    const passed = at - this.#addedAt - after;
    return passed >= 0 && (every === Number.POSITIVE_INFINITY ? passed : passed % every) < lasts;
  }

  #concerns({ operation, iccid, esimId }: Occasion): boolean {
    const { fault } = this;
    return (
      (fault.operation === undefined || fault.operation === operation) &&
      (fault.iccid === undefined || fault.iccid === iccid) &&
      (fault.esimId === undefined || fault.esimId === esimId)
    );
  }

  #byChance({ operation, iccid, esimId }: Occasion): boolean {
    if (this.fault.probability === undefined) return true;
    const subject = `${operation} ${iccid ?? esimId ?? ''}`;
    const requested = this.#requested.count(subject);
    return unitOf(this.#seed, textHash(subject), requested) < this.fault.probability;
  }
}

function textHash(text: string): number {
  let hash = 0;
  for (let place = 0; place < text.length; place++) hash = mix(hash, text.charCodeAt(place), place);
  return hash;
}
