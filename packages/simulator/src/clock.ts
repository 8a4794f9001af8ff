import type { Seconds, UnixSeconds } from '@roamwatch/core';

/** The year 2200: the clock comes no further, however fast it runs. */
export const LATEST_INSTANT = Date.UTC(2200, 0, 1) / 1000;

/** The simulator's time. It is stopped, or runs at a multiple of real time. */
export interface SimulatorClock {
  now(): UnixSeconds;
  /** Simulated seconds for each real one. */
  readonly speed: number;
  set(at: UnixSeconds): void;
  advance(seconds: Seconds): void;
  /** From now on; the time itself does not jump. */
  runAt(speed: number): void;
}

export function createClock(startAt: UnixSeconds, startSpeed: number): SimulatorClock {
  let [base, baseMs, speed] = [startAt, performance.now(), startSpeed];
  const exact = (): number => Math.min(LATEST_INSTANT, base + ((performance.now() - baseMs) / 1000) * speed);
  const rebase = (at: number): void => {
    [base, baseMs] = [at, performance.now()];
  };
  return {
    now: () => Math.floor(exact()),
    get speed() {
      return speed;
    },
    set: rebase,
    advance: (seconds) => rebase(exact() + seconds),
    runAt(next) {
      rebase(exact());
      speed = next;
    },
  };
}
