import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A turn that takes more CPU than this is counted. */
const LONG_MS = 10;

/**
 * Watches the event loop of this process from its next turn on.
 *
 * @returns {Promise<() => {p50Ms: number, p99Ms: number, worstMs: number, longestStretchMs: number, longStretches: number}>}
 *   ends it, and returns how long a turn waited on the clock, the most of the thread's own CPU between two turns, and between
 *   how many it was more than 10 ms
 */
export async function watchTurns() {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let isWatching = true;
  let longestStretchMs = 0;
  let longStretches = 0;
  await new Promise(setImmediate);
  delay.enable();
  let before = cpuMs();
  const turn = () => {
    const now = cpuMs();
    longestStretchMs = Math.max(longestStretchMs, now - before);
    if (now - before > LONG_MS) longStretches += 1;
    before = now;
    if (isWatching) setImmediate(turn);
  };
  setImmediate(turn);
  return () => {
    isWatching = false;
    delay.disable();
    return {
      p50Ms: delay.percentile(50) / 1e6,
      p99Ms: delay.percentile(99) / 1e6,
      worstMs: delay.max / 1e6,
      longestStretchMs,
      longStretches,
    };
  };
}

/** The kernel brings what a thread has used up to date at its ticks, 4 ms apart, and when the use of the process is read. */
function cpuMs() {
  process.cpuUsage();
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
