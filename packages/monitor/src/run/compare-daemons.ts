import {
  conditionInWords,
  differencesAmong,
  type RunningDaemon,
  type Seconds,
  type UnixSeconds,
} from '@roamwatch/core';
import { type LeaseHolder, type Store, StoreError } from '@roamwatch/store';
import type { RunContext } from './run-context.js';

const EVERY: Seconds = 20;

export interface Comparison {
  /** Compares now, as after a reload. */
  again(): void;
  stop(): void;
}

/**
 * Shows other daemons on the database what this one works with, and logs in what they differ whenever that changes. Whether people
 * are notified is decided elsewhere, once for all.
 *
 * @param current the context in use, which a reload replaces.
 */
export function compareDaemons(current: () => RunContext): Comparison {
  let logged = '';
  let isComparing = false;

  async function compare(ctx: RunContext): Promise<void> {
    const { store, holder, log, now } = ctx;
    await store.lease.describe(holder, await ctx.fingerprint());
    const differences = differencesAmong(await runningDaemons(store, now()));
    const words = conditionInWords({ kind: 'daemons-differ', differences });
    if (words === logged) return;
    logged = words;
    if (differences.length > 0) log.warn({ event: 'daemons-differ', differences }, words);
    else log.info({ event: 'daemons-agree' }, 'no daemon on the database differs from another any more');
  }

  const again = async () => {
    if (isComparing) return;
    isComparing = true;
    try {
      await compare(current());
    } catch (error) {
      complain(current(), error);
    } finally {
      isComparing = false;
    }
  };
  const timer = setInterval(() => void again(), EVERY * 1_000);
  timer.unref();
  void again();
  return { again: () => void again(), stop: () => clearInterval(timer) };
}

/** The daemons that share a database. */
export async function runningDaemons(
  { lease }: Pick<Store, 'lease'>,
  now: UnixSeconds,
): Promise<readonly RunningDaemon[]> {
  return (await lease.holders(now)).map(runningDaemon);
}

export function runningDaemon({ host, pid, version, fingerprint }: LeaseHolder): RunningDaemon {
  return { name: `process ${pid} on ${host}`, version: version ?? 'unknown', fingerprint };
}

/** A database that does not answer is reported by whatever needs it. */
function complain({ log }: RunContext, error: unknown): void {
  if (error instanceof StoreError) log.debug({ event: 'daemons-not-compared' }, error.message);
  else log.error({ event: 'daemons-not-compared', err: error }, 'the daemons could not be compared');
}
