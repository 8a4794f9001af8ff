import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canTellCpu, cpuOf } from '../measure/cpu-of.js';
import { median } from '../measure/run-measured.js';
import { startProvider } from '../provider/start.js';
import { haveHistories, sqliteDatabase, startServer } from '../scale/databases.js';
import { measuredPoll } from '../scale/poll.js';
import { requestPoll, startWorker, writeConfig } from '../scale/workers.js';

const LATENCY_MS = 50;
/** A larger fleet is polled on PostgreSQL alone, and once. */
const LARGEST_COMPARED = 10_000;
const IDLE_S = 10;

/**
 * How many eSIMs a second are polled, and what that costs: by several workers together, then by one on each kind of database. Workers
 * are whole processes of the program, the provider answers late, as one far away does, and the kernel tells the CPU of all.
 *
 * @param {{fleet: number, workers: number[], concurrency: number, sizes: number[], costConcurrency: number, rounds: number}} options
 * @returns {Promise<object | null>} null where the system does not tell the CPU of other processes
 */
export async function measureScale(options) {
  if (!canTellCpu) return null;
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-scale-'));
  const server = await startServer();
  try {
    const sharing = await measureSharing(options, server, folder);
    const costs = [];
    for (const size of options.sizes) costs.push(...(await measureCosts(size, options, server, folder)));
    return { latencyMs: LATENCY_MS, sharing, costs, costConcurrency: options.costConcurrency };
  } finally {
    await server.close();
    rmSync(folder, { recursive: true });
  }
}

/**
 * The same poll by several workers, then by fewer of them, so that those measured are warm. Each keeps few requests in flight: the
 * latency of the provider limits them, not the CPU of one machine, which they share here with the database.
 */
async function measureSharing({ fleet: size, workers: counts, concurrency, rounds }, server, folder) {
  const fleet = await newFleet(size, await server.newDatabase(), { concurrency, folder });
  const descending = counts.toSorted((a, b) => b - a);
  const runs = new Map(counts.map((count) => [count, []]));
  const workers = [];
  try {
    for (let round = 1; round <= rounds; round++) {
      while (workers.length < descending[0]) workers.push(await startWorker(fleet.config));
      await requestPoll(fleet.config);
      if (round === 1) await haveHistories(fleet.database);
      for (const count of descending) {
        await Promise.all(workers.splice(count).map((worker) => worker.stop()));
        await fleet.change();
        runs.get(count).push(await measuredPoll({ fleet, workers, server }));
      }
    }
    return {
      size: fleet.size,
      concurrency,
      workers: counts.map((count) => ({ workers: count, ...summary(runs.get(count)) })),
      idle: await idleCost(workers, server),
    };
  } finally {
    for (const worker of workers) worker.kill();
    fleet.provider.stop();
  }
}

/** Of one worker: the first poll, its start included, and polls with one daily row of thirty changed; on each database in turn. */
async function measureCosts(size, { costConcurrency: concurrency, rounds }, server, folder) {
  const isCompared = size <= LARGEST_COMPARED;
  const databases = [
    await server.newDatabase(),
    ...(isCompared ? [sqliteDatabase(join(folder, `${size}.db`))] : []),
  ];
  const contestants = [];
  try {
    for (const database of databases) {
      const fleet = await newFleet(size, database, { concurrency, folder });
      const contestant = { fleet, workers: [], changed: [] };
      contestants.push(contestant);
      const doPoll = async () => {
        contestant.workers.push(await startWorker(fleet.config));
        return contestant.workers[0].firstPoll();
      };
      contestant.first = await measuredPoll({ fleet, workers: contestant.workers, server, doPoll });
      contestant.rowsAtFirst = await database.dailyRows?.();
      await haveHistories(database);
    }
    for (let round = 1; round <= (isCompared ? rounds : 1); round++) {
      for (const { fleet, workers, changed } of round % 2 === 0 ? contestants : contestants.toReversed()) {
        await fleet.change();
        changed.push(await measuredPoll({ fleet, workers, server }));
      }
    }
    const costs = [];
    for (const { fleet, first, changed, rowsAtFirst } of contestants) {
      const rows = rowsAtFirst && { first: rowsAtFirst, changed: await fleet.database.dailyRows() };
      const { kind } = fleet.database;
      costs.push({ size: fleet.size, database: kind, first, changed: summary(changed), rows: rows ?? null });
    }
    return costs;
  } finally {
    for (const { fleet, workers } of contestants) {
      for (const worker of workers) worker.kill();
      fleet.provider.stop();
    }
  }
}

async function newFleet(size, database, { concurrency, folder }) {
  const provider = await startProvider(size, LATENCY_MS);
  const config = writeConfig(folder, { provider, database, concurrency });
  let round = 0;
  const change = () => {
    round += 1;
    return provider.enterRound(round);
  };
  return { provider, database, config, size: provider.size, change };
}

/** What waiting for work takes: milliseconds of CPU a second, of a worker and of the server. */
async function idleCost(workers, server) {
  const cpu = () => [workers.reduce((sum, { pid }) => sum + cpuOf(pid), 0), server.cpuS()];
  const before = cpu();
  await sleep(IDLE_S * 1_000);
  const [workerMs, databaseMs] = cpu().map(
    (after, place) => ((after - before[place]) * 1_000) / IDLE_S / workers.length,
  );
  return { workerMs, databaseMs };
}

function summary(runs) {
  const middle = Object.fromEntries(
    Object.keys(runs[0]).map((what) => [what, median(runs.map((run) => run[what]))]),
  );
  const spread = (what) => {
    const values = runs.map((run) => run[what]);
    return [Math.min(...values), Math.max(...values)];
  };
  return { ...middle, perSecondSpread: spread('perSecond'), workerUsSpread: spread('workerUs') };
}
