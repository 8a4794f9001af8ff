import type { Seconds, UnixSeconds } from '@roamwatch/core';

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
  const exact = (): number => base + ((performance.now() - baseMs) / 1000) * speed;
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
