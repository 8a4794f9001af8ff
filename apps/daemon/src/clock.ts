import type { UnixSeconds } from '@roamwatch/core';

/** Where the daemon takes the time from: the system in earnest, the simulated world in the demo and in tests. */
export type Clock = () => UnixSeconds;

export const systemClock: Clock = () => Math.floor(Date.now() / 1000);
