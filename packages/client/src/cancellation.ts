type Cancel = () => void;

const watched = new WeakMap<AbortSignal, Cancels>();

/**
 * Runs `cancel` when `signal` aborts, and returns how to forget it. However many calls share a signal, it gets
 * one listener: adding one per call costs more than the call's own bookkeeping.
 */
export function onAbort(signal: AbortSignal | undefined, cancel: Cancel): () => void {
  if (signal === undefined) return () => {};
  return (watched.get(signal) ?? watch(signal)).add(cancel);
}

function watch(signal: AbortSignal): Cancels {
  const cancels = new Cancels();
  watched.set(signal, cancels);
  signal.addEventListener('abort', () => cancels.runAll(), { once: true });
  return cancels;
}

/**
 * Some fifty at a time, of which one goes and another comes with every call. A `Set` would copy itself every so often,
 * and each copy of an earlier one keep all it ever held alive until a full collection; places are used again instead.
 */
class Cancels {
  readonly #places: (Cancel | null)[] = [];
  readonly #free: number[] = [];

  add(cancel: Cancel): () => void {
    const place = this.#free.pop() ?? this.#places.length;
    this.#places[place] = cancel;
    return () => {
      if (this.#places[place] !== cancel) return;
      this.#places[place] = null;
      this.#free.push(place);
    };
  }

  runAll(): void {
    const cancels = this.#places.splice(0);
    this.#free.length = 0;
    for (const cancel of cancels) cancel?.();
  }
}

/** Waits; rejects with the reason of the signal that aborts first. */
export function sleep(milliseconds: number, ...signals: readonly (AbortSignal | undefined)[]): Promise<void> {
  return new Promise((resolve, reject) => {
    for (const signal of signals) signal?.throwIfAborted();
    const forget = signals.map((signal) =>
      onAbort(signal, () => {
        settle();
        reject(signal?.reason);
      }),
    );
    const timer = setTimeout(() => {
      settle();
      resolve();
    }, milliseconds);
    const settle = () => {
      clearTimeout(timer);
      for (const one of forget) one();
    };
  });
}
