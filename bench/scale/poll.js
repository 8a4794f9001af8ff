import { cpuOf, peakMbOf } from '../measure/cpu-of.js';
import { requestPoll } from './workers.js';

/**
 * Polls a fleet once and measures what that takes. CPU counts from the request until its answer, and so includes about a second in
 * which workers only look for work.
 *
 * @param doPoll left out: a poll is requested.
 */
export async function measuredPoll({ fleet, workers, server, doPoll }) {
  const { provider, database, config, size } = fleet;
  const before = await counters(workers, server, database);
  const { polled } = await (doPoll ?? (() => requestPoll(config)))();
  const after = await counters(workers, server, database);
  if (polled !== size) throw new Error(`${polled} of ${size} eSIMs were polled`);
  const { listedAt, firstUsageAt } = await provider.seen();
  const wallS = (Math.max(...workers.map((worker) => worker.lastPollAt())) - listedAt) / 1_000;
  const anEsim = (what) => (after[what] - before[what]) / size;
  return {
    wallS,
    perSecond: size / wallS,
    listS: (firstUsageAt - listedAt) / 1_000,
    workerUs: anEsim('workerS') * 1e6,
    databaseUs: anEsim('databaseS') * 1e6,
    logBytes: anEsim('logBytes'),
    connections: after.connections,
    peakMb: Math.max(...workers.map(({ pid }) => peakMbOf(pid))),
  };
}

async function counters(workers, server, database) {
  return {
    logBytes: (await database.logBytes?.()) ?? 0,
    connections: (await database.connections?.()) ?? 0,
    databaseS: server.cpuS(),
    workerS: workers.reduce((sum, { pid }) => sum + cpuOf(pid), 0),
  };
}
