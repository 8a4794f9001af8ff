import type { Context } from '../context.js';

/** The context of the daemon: the jobs' context, whose connections can be closed when another replaces it. */
export interface RunContext extends Context {
  /** Closes the connections to the outside; the database stays open. */
  retire(): Promise<void>;
}
