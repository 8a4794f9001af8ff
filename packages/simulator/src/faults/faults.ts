import { mix, STREAM, unitOf } from '../random/random.js';
import type { ActiveFault, Fault, Occasion } from './fault.js';

/** The active faults. */
export interface Faults {
  /** Returns its id. */
  add(fault: Fault): number;
  /** False when there is none with this id. */
  remove(id: number): boolean;
  clear(): void;
  list(): readonly ActiveFault[];
  /** Those that strike this request, oldest first. Counts them as struck. */
  strike(occasion: Occasion): readonly Fault[];
}

export function createFaults(seed: number): Faults {
  let lastId = 0;
  let plans: Plan[] = [];
  return {
    add(fault) {
      plans.push(new Plan(seed, ++lastId, fault));
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
      return plans.filter((plan) => plan.strikes(occasion)).map(({ fault }) => fault);
    },
  };
}

/** One fault, with what decides when it strikes. */
class Plan {
  readonly id: number;
  readonly fault: Fault;
  readonly #seed: number;
  /** How often each subject was requested: chance must not depend on the order of different subjects. */
  readonly #requested = new Map<string, number>();
  #struck = 0;

  constructor(seed: number, id: number, fault: Fault) {
    this.#seed = mix(seed, id, STREAM.fault);
    this.id = id;
    this.fault = fault;
  }

  strikes(occasion: Occasion): boolean {
    const { times = Number.POSITIVE_INFINITY } = this.fault;
    if (this.#struck >= times || !this.#concerns(occasion) || !this.#byChance(occasion)) return false;
    this.#struck++;
    return true;
  }

  describe(): ActiveFault {
    return { ...this.fault, id: this.id, struck: this.#struck };
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
    const requested = (this.#requested.get(subject) ?? 0) + 1;
    this.#requested.set(subject, requested);
    return unitOf(this.#seed, textHash(subject), requested) < this.fault.probability;
  }
}

function textHash(text: string): number {
  let hash = 0;
  for (let place = 0; place < text.length; place++) hash = mix(hash, text.charCodeAt(place), place);
  return hash;
}
