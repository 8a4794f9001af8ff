import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fillMonth, MONTH } from '../database/month.js';
import { NODE_OF_A_SERVICE, PROGRAM } from '../measure/program.js';
import { runMeasured } from '../measure/run-measured.js';

const KINDS = ['usage', 'purchases', 'summary', 'reconciliation', 'cost'];
const CLOSE_MONTH = fileURLToPath(new URL('../measure/close-month.js', import.meta.url));

/**
 * Every report of a month with this many daily rows, and its closing.
 *
 * @returns {Promise<{rows: number, kinds: object[], closing: object}>} the kinds each with `wallS`, `cpuS` and `peakMb`; the
 *   closing with `longestWaitMs` as well, the longest that anything else had to wait
 */
export async function measureReports(rows) {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-reports-'));
  try {
    const config = join(folder, 'roamwatch.yaml');
    writeFileSync(config, 'database: sqlite:./roamwatch.db\n');
    const report = (...args) => [...PROGRAM, '--config', config, 'report', ...args];
    const made = report('usage', '--month', MONTH);
    requireDone(spawnSync(made[0], made.slice(1)));
    const database = join(folder, 'roamwatch.db');
    const written = fillMonth(database, rows);
    const kinds = [];
    for (const kind of KINDS) {
      const run = await runMeasured(report(kind, '--month', MONTH));
      if (run.failure !== null) throw new Error(`report ${kind}: ${run.failure}`);
      kinds.push({ kind, ...run });
    }
    const closed = spawnSync(NODE_OF_A_SERVICE[0], [
      ...NODE_OF_A_SERVICE.slice(1),
      CLOSE_MONTH,
      database,
      MONTH,
    ]);
    requireDone(closed);
    return { rows: written, kinds, closing: JSON.parse(closed.stdout.toString()) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function requireDone({ status, stderr }) {
  if (status !== 0) throw new Error(`the program failed: ${stderr}`);
}
