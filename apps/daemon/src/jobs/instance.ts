import type { Context } from '../context.js';

const LEASE_SECONDS = 60;
const RENEW_MS = 20_000;

/** Another process works on this database. */
export class AlreadyRunningError extends Error {
  override readonly name = 'AlreadyRunningError';
}

/**
 * Makes this process the only one that works on the database until the returned function is called. A process
 * that dies without a word loses its hold by itself.
 *
 * @throws AlreadyRunningError naming the process that holds it.
 */
export function holdInstance(ctx: Context): () => void {
  const { lease } = ctx.store;
  const other = lease.acquire(ctx.holder, ctx.now(), LEASE_SECONDS);
  if (other !== null) {
    throw new AlreadyRunningError(
      `the database ${ctx.store.file} is in use by ${other}: stop it first, or give this one a database of its own`,
    );
  }
  const timer = setInterval(() => {
    if (!lease.renew(ctx.holder, ctx.now(), LEASE_SECONDS)) {
      ctx.log.error({ event: 'lease-lost' }, 'another process took over the database');
    }
  }, RENEW_MS);
  timer.unref();
  return () => {
    clearInterval(timer);
    lease.release(ctx.holder);
  };
}
