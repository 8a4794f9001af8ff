const watched = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Runs `cancel` when `signal` aborts, and returns how to forget it. However many calls share a signal, it gets
 * one listener: adding one per call costs more than the call's own bookkeeping.
 */
export function onAbort(signal: AbortSignal | undefined, cancel: () => void): () => void {
  if (signal === undefined) return () => {};
  const cancels = watched.get(signal) ?? watch(signal);
  cancels.add(cancel);
  return () => cancels.delete(cancel);
}

function watch(signal: AbortSignal): Set<() => void> {
  const cancels = new Set<() => void>();
  watched.set(signal, cancels);
  signal.addEventListener('abort', () => cancelAll(cancels), { once: true });
  return cancels;
}

function cancelAll(cancels: Set<() => void>): void {
  for (const cancel of [...cancels]) cancel();
  cancels.clear();
}

/** Waits; rejects with the signal's reason when it aborts. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const forget = onAbort(signal, () => {
      clearTimeout(timer);
      reject(signal?.reason);
    });
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, milliseconds);
  });
}
