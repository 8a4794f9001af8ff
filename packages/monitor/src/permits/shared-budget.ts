import { type Budget, FOR_THE_LIST, headroomIn } from '../poll/request-budget.js';
import type { SharedPermits } from './shared-permits.js';

/** The hour's budget of all workers on one database, of which their permits keep the count. */
export class SharedBudget implements Budget {
  readonly headroom: number;
  readonly #permits: SharedPermits;
  #underWay = 0;

  constructor(permits: SharedPermits, requestsPerHour: number) {
    this.#permits = permits;
    this.headroom = headroomIn(requestsPerHour);
  }

  left(): Promise<number> {
    return this.#permits.left();
  }

  async within<T>(requests: number, work: () => Promise<T>): Promise<T | null> {
    if (this.#permits.leftAsKnown - this.#underWay < requests + FOR_THE_LIST) return null;
    this.#underWay += requests;
    try {
      return await work();
    } finally {
      this.#underWay -= requests;
    }
  }

  /** Nothing is to be noted before: each permit is, when it is taken. */
  async reserve<T>(_polls: number, work: () => Promise<T>): Promise<T> {
    await this.#permits.left();
    return work();
  }

  save(): Promise<void> {
    return this.#permits.settle();
  }
}
