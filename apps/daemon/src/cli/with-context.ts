import type { Context, ContextOptions } from '../context.js';
import type { Logger } from '../log.js';
import { configFor, type GlobalOptions } from './global-options.js';

/** Runs `work` with everything the configuration names, and closes it whatever happens. */
export async function withContext<T>(
  options: GlobalOptions,
  log: Logger,
  work: (ctx: Context) => Promise<T> | T,
  parts: Omit<ContextOptions, 'log'> = {},
): Promise<T> {
  const config = configFor(options);
  const { createContext } = await import('../create-context.js');
  const ctx = await createContext(config, { log, ...parts });
  try {
    return await work(ctx);
  } finally {
    await ctx.close();
  }
}
