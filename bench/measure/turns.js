import { monitorEventLoopDelay } from 'node:perf_hooks';

/**
 * Watches the event loop of this process from its next turn on.
 *
 * @returns {Promise<() => {p50Ms: number, p99Ms: number, worstMs: number, longestStretchMs: number}>} ends it, and returns
 *   how long a turn waited on the clock, and the most of the thread's own CPU between two turns
 */
export async function watchTurns() {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let isWatching = true;
  let longestStretchMs = 0;
  await new Promise(setImmediate);
  delay.enable();
  let before = cpuMs();
  const turn = () => {
    const now = cpuMs();
    longestStretchMs = Math.max(longestStretchMs, now - before);
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
    };
  };
}

function cpuMs() {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
