/** The deadline of a step of an SMTP session that does not end by itself. */
export interface Deadline {
  readonly ms: number;
  /** The SMTP command the step is about, as the mail library names it. */
  readonly stage: 'CONN' | 'DATA';
  /** Aborted: the program ends, and waits no longer. */
  readonly signal: AbortSignal | undefined;
}

/** The mail server did not do its part in time, or the program ends. Has the form of the mail library's own errors. */
export class DeadlinePassed extends Error {
  override readonly name = 'DeadlinePassed';

  constructor(
    readonly code: 'ETIMEDOUT' | 'ESTOPPED',
    readonly command: Deadline['stage'],
    message: string,
  ) {
    super(message);
  }
}

/**
 * Waits for `work` until the deadline, which `work` can reset.
 * @throws DeadlinePassed; whatever `work` rejects with.
 */
export function withinDeadline<T>(
  { ms, stage, signal }: Deadline,
  work: (extend: (ms: number) => void) => Promise<T>,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const passed = () => reject(new DeadlinePassed('ETIMEDOUT', stage, 'no answer in time'));
    const stop = () => reject(new DeadlinePassed('ESTOPPED', stage, 'Roamwatch was shutting down'));
    let timer = setTimeout(passed, ms);
    const extend = (more: number) => {
      clearTimeout(timer);
      timer = setTimeout(passed, more);
    };
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    work(extend)
      .then(resolve, reject)
      .finally(() => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', stop);
      });
  });
}
