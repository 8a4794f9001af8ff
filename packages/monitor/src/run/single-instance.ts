import type { Store, Tenancy } from '@roamwatch/store';
import { StoreError } from '@roamwatch/store';
import { AlreadyRunningError } from '../ports/already-running.js';
import type { Clock } from '../ports/clock.js';
import type { Log } from '../ports/log.js';

const LEASE_SECONDS = 60;
const RENEW_MS = 20_000;

/** The context for holding the database. */
export interface InstanceContext {
  readonly store: Pick<Store, 'file' | 'lease'>;
  /** Names this process to others. */
  readonly holder: string;
  readonly version: string;
  readonly now: Clock;
  readonly log: Log;
}

/**
 * Makes this process the only one that works on the database, or one of several that share the work, until the returned function is called. A process that dies
 * loses the lock by itself. `onLost` is called when another process took over, as after a long sleep of the machine, or when a newer
 * version has changed the schema: then the work must end.
 *
 * @throws AlreadyRunningError naming the process that holds it.
 */
export async function holdInstance(
  ctx: InstanceContext,
  onLost: (error: Error) => void = () => {},
  tenancy: Tenancy = 'alone',
): Promise<() => Promise<void>> {
  const { lease } = ctx.store;
  const other = await lease.acquire(ctx.holder, ctx.now(), LEASE_SECONDS, tenancy, ctx.version);
  if (other !== null) {
    throw new AlreadyRunningError(
      `the database ${ctx.store.file} is in use by ${other}: stop it first, or use another database`,
    );
  }
  const timer = setInterval(() => void keep(), RENEW_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await releaseQuietly(ctx);
  };

  async function keep(): Promise<void> {
    const renewed = await renew(ctx, tenancy);
    if (renewed === 'kept') return;
    clearInterval(timer);
    if (renewed instanceof StoreError) return onLost(renewed);
    ctx.log.error({ event: 'lease-lost' }, 'another process took over the database');
    onLost(
      new AlreadyRunningError(`another process took over the database ${ctx.store.file}: this one stops`),
    );
  }
}

/** A newer version has changed the schema: nothing that this one does would be right, and nothing it tries is stored. */
export function isOutdated(error: unknown): error is StoreError {
  return error instanceof StoreError && error.reason === 'newer-version';
}

/** A database that cannot be written now has not been taken over. */
async function renew(
  { store: { lease }, holder, version, now, log }: InstanceContext,
  tenancy: Tenancy,
): Promise<'kept' | 'taken' | StoreError> {
  try {
    if (await lease.renew(holder, now(), LEASE_SECONDS)) return 'kept';
    if (tenancy === 'alone') return 'taken';
    // It was silent for too long, and nobody waited for it: the queue gave its jobs to others meanwhile.
    await lease.acquire(holder, now(), LEASE_SECONDS, tenancy, version);
  } catch (error) {
    if (isOutdated(error)) return error;
    if (!(error instanceof StoreError)) throw error;
    log.warn({ event: 'lease-not-renewed', reason: error.reason }, error.message);
  }
  return 'kept';
}

/** A lease that cannot be released ends by itself. */
async function releaseQuietly({ store, holder, log }: InstanceContext): Promise<void> {
  try {
    await store.lease.release(holder);
  } catch (error) {
    if (isOutdated(error)) return;
    if (!(error instanceof StoreError)) throw error;
    log.warn({ event: 'lease-not-released', reason: error.reason }, error.message);
  }
}
