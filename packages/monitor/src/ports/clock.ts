import type { UnixSeconds } from '@roamwatch/core';

/** Where the time comes from: the system's clock, or a simulated one in the demo and in tests. */
export type Clock = () => UnixSeconds;
