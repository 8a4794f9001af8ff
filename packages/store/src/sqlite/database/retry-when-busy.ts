import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../../store-error.js';

/** The longest wait for another process's write, in milliseconds. */
const PATIENCE_MS = 10_000;
const PAUSE_MS = 30;

/**
 * The same methods, which wait for another process that is writing without keeping this one from anything else. A method
 * that found the database busy has done nothing: it does all of its work in one transaction, or waits itself (`patiently`).
 */
export function retryWhenBusy<T extends object>(part: T): T {
  const patient = Object.entries(part).map(([name, method]) => [
    name,
    typeof method === 'function' ? (...given: unknown[]) => patiently(() => method(...given)) : method,
  ]);
  return Object.fromEntries(patient) as T;
}

/** For one of several transactions of a method: those before it are not repeated. */
export async function patiently<T>(work: () => T): Promise<Awaited<T>> {
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
