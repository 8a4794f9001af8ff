import type { RequestsBefore } from '@roamwatch/client';
import { logRequests, type RequestLog, requestsLeft } from '@roamwatch/core';
import type { SettingsStore, Store } from '@roamwatch/store';
import type { Clock } from '../ports/clock.js';

const KEY = 'polling.ledger';
const HEADROOM_SHARE = 0.05;
/** The list takes precedence; where it looks cut it takes a call for each status. */
export const FOR_THE_LIST = 8;

/** For what comes unplanned within an hour: histories of new packages, repeated calls, the list. */
export function headroomIn(requestsPerHour: number): number {
  return FOR_THE_LIST + Math.ceil(requestsPerHour * HEADROOM_SHARE);
}

/** The hour's budget, of this process or of all that share it. */
export type Budget = Pick<RequestBudget, 'headroom' | 'within' | 'reserve' | 'save'> & {
  left(): number | Promise<number>;
};

/**
 * Counts requests of every kind against the hour's budget, across restarts. What is about to be requested is written
 * down first, so that a process that dies in between has rather spent too much than too little.
 */
export class RequestBudget {
  readonly #settings: SettingsStore;
  readonly #now: Clock;
  readonly #requestsPerHour: number;
  #log: RequestLog;
  #underWay = 0;
  #hasNews = false;

  private constructor(settings: SettingsStore, now: Clock, requestsPerHour: number, log: RequestLog) {
    this.#settings = settings;
    this.#now = now;
    this.#requestsPerHour = requestsPerHour;
    this.#log = log;
  }

  /** Resumes the stored count. */
  static async open(
    { settings }: Pick<Store, 'settings'>,
    now: Clock,
    requestsPerHour: number,
  ): Promise<RequestBudget> {
    const log = ((await settings.get(KEY)) ?? []) as RequestLog;
    return new RequestBudget(settings, now, requestsPerHour, log);
  }

  /** A request was made. */
  count(): void {
    this.#log = logRequests(this.#log, this.#now(), 1);
    this.#hasNews = true;
  }

  left(): number {
    return requestsLeft(this.#log, this.#requestsPerHour, this.#now());
  }

  get headroom(): number {
    return headroomIn(this.#requestsPerHour);
  }

  /** Runs `work`, which makes at most so many requests; null, and nothing is run, where they are not left. */
  async within<T>(requests: number, work: () => Promise<T>): Promise<T | null> {
    if (this.left() - this.#underWay < requests + FOR_THE_LIST) return null;
    this.#underWay += requests;
    try {
      return await work();
    } finally {
      this.#underWay -= requests;
    }
  }

  /** Runs `work`, which polls this many eSIMs; the requests it really made are what counts in the end. */
  async reserve<T>(polls: number, work: () => Promise<T>): Promise<T> {
    await this.#settings.set(KEY, logRequests(this.#log, this.#now(), polls));
    try {
      return await work();
    } finally {
      this.#hasNews = true;
      await this.save();
    }
  }

  /** Stores the count. A process that made no request does not overwrite what another stored meanwhile. */
  async save(): Promise<void> {
    if (!this.#hasNews) return;
    this.#hasNews = false;
    try {
      await this.#settings.set(KEY, this.#log);
    } catch (error) {
      this.#hasNews = true;
      throw error;
    }
  }

  /** For a client that has made none of them. */
  requestsBefore(): readonly RequestsBefore[] {
    const now = this.#now();
    return this.#log.map(([minute, count]) => ({ secondsAgo: Math.max(0, now - minute), count }));
  }
}
