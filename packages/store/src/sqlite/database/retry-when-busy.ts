import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../../store-error.js';

/** The longest wait for another process's write, in milliseconds. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 30;

/**
 * The same methods, which wait for another process that is writing without keeping this one from anything else. Each method does
 * all of its work in one transaction, so one that found the database busy has done nothing.
 */
export function retryWhenBusy<T extends object>(part: T): T {
  const patient = Object.entries(part).map(([name, method]) => [
    name,
    typeof method === 'function' ? (...given: unknown[]) => patiently(() => method(...given)) : method,
  ]);
  return Object.fromEntries(patient) as T;
}

async function patiently(work: () => unknown): Promise<unknown> {
  const started = performance.now();
  for (;;) {
    try {
      return await work();
    } catch (error) {
      const isBusy = error instanceof StoreError && error.reason === 'busy';
      if (!isBusy || performance.now() - started > PATIENCE_MS) throw error;
      await sleep(PAUSE_MS);
    }
  }
}
