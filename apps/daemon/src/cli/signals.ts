import { say } from './failure.js';

/** Service managers and containers kill what has not ended by then. What is in the database is whole at any moment. */
const LONGEST_END_MS = 9_000;

/**
 * A signal that is aborted by SIGTERM or SIGINT. A second one ends the process at once, and so does what has not ended within
 * ten seconds.
 */
export function abortOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.once(name, () => {
      controller.abort();
      setTimeout(giveUp, LONGEST_END_MS).unref();
    });
  }
  return controller.signal;
}

function giveUp(): void {
  say('some work did not end in time; it is taken up again at the next start');
  process.exit(1);
}

/** Calls `reload` on every SIGHUP until the returned function is called. */
export function onHangUp(reload: () => void): () => void {
  process.on('SIGHUP', reload);
  return () => void process.off('SIGHUP', reload);
}
