import type { Fingerprint } from '@roamwatch/core';
import type { Context } from '../context.js';

/** The context of the daemon: the jobs' context, whose connections can be closed when another replaces it. */
export interface RunContext extends Context {
  /** What must be the same in all daemons that share the database, as it is on this machine now. */
  fingerprint(): Promise<Fingerprint>;
  /** Closes the connections to the outside; the database stays open. */
  retire(): Promise<void>;
}
