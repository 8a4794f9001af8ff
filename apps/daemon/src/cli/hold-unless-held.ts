import { AlreadyRunningError, holdInstance } from '@roamwatch/monitor';
import type { Context } from '../context.js';

/** The lock on the database, or why there is none: another process, such as the daemon, uses it. */
export type Held =
  | { readonly release: () => Promise<void> }
  | { readonly release: null; readonly error: AlreadyRunningError };

export async function holdUnlessHeld(ctx: Context): Promise<Held> {
  try {
    return { release: await holdInstance(ctx) };
  } catch (error) {
    if (error instanceof AlreadyRunningError) return { release: null, error };
    throw error;
  }
}
