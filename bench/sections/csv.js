import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fillMonth, MONTH } from '../database/month.js';
import { PROGRAM } from '../measure/program.js';
import { alternated } from '../measure/run-measured.js';

/**
 * The usage file of a month with this many daily rows: our whole program against the sqlite3 command line, which
 * once writes the same columns as they are stored, and once as the file has them. Rates count thousand rows a
 * second of CPU, the start of the process included.
 *
 * @returns {Promise<{rows: number, ours: object, sqlite3: object, sqlite3Formatted: object} | null>} each with
 *   `kRowsPerS`, `wallS`, `cpuS` and `peakMb`; null where sqlite3 is not installed
 */
export async function benchCsv({ rows, rounds = 3 }) {
  if (spawnSync('sqlite3', ['--version']).status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bench-csv-'));
  try {
    const database = join(folder, 'roamwatch.db');
    const config = join(folder, 'roamwatch.yaml');
    writeFileSync(config, 'database: sqlite:./roamwatch.db\n');
    const ours = [...PROGRAM, '--config', config, 'report', 'usage', '--month', MONTH];
    requireDone(spawnSync(ours[0], ours.slice(1)));
    const written = fillMonth(database, rows);
    const sqlite = (query) => ['sqlite3', '-csv', '-header', database, query];
    const figures = await alternated(
      [
        { name: 'report usage', command: ours },
        { name: 'sqlite3', command: sqlite(AS_STORED) },
        { name: 'sqlite3, formatted', command: sqlite(AS_IN_THE_FILE) },
      ],
      rounds,
    );
    const [mine, stored, formatted] = figures.map((run) => ({
      ...run,
      kRowsPerS: written / run.cpuS / 1_000,
    }));
    return { rows: written, ours: mine, sqlite3: stored, sqlite3Formatted: formatted };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function requireDone({ status, stderr }) {
  if (status !== 0) throw new Error(`the program failed: ${stderr}`);
}

const FROM = `from daily_usage u join esim e on e.id = u.esim join location l on l.id = u.location
  left join inventory i on i.iccid = e.iccid and i.valid_from <= u.date and i.valid_until > u.date
  where u.date >= 20260101 and u.date < 20260201`;

const AS_STORED = `select 1, '${MONTH}', 'open', '', u.date, e.iccid, e.esim_id, i.label, i.cost_centre, i.gl_code,
  i.project, l.name, '', u.used_bytes, u.used_bytes / 1048576.0, u.restated, u.first_seen_at, u.last_changed_at ${FROM}`;

const instant = (column) => `strftime('%Y-%m-%dT%H:%M:%SZ', ${column}, 'unixepoch')`;

const AS_IN_THE_FILE = `select 1, '${MONTH}', 'open', '',
  substr(u.date, 1, 4) || '-' || substr(u.date, 5, 2) || '-' || substr(u.date, 7), e.iccid, e.esim_id, i.label,
  i.cost_centre, i.gl_code, i.project, l.name, 'GB', u.used_bytes, printf('%.3f', u.used_bytes / 1048576.0),
  iif(u.restated, 'restated', 'reported'), ${instant('u.first_seen_at')}, ${instant('u.last_changed_at')} ${FROM}`;
