import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import SqliteDatabase from 'better-sqlite3';
import { PROGRAM } from '../measure/program.js';
import { alternated } from '../measure/run-measured.js';

const MONTH = '2026-01';
const DAYS = 30;
const COUNTRIES = ['United Kingdom', 'France', 'Germany', 'Japan', 'Italy', 'Spain', 'United States'];

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
    const written = fill(database, rows);
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

/** Returns how many daily rows there are. */
function fill(database, rows) {
  const db = new SqliteDatabase(database);
  db.pragma('synchronous = off');
  const addPlace = db.prepare('insert into location values (?, ?)');
  const addEsim = db.prepare(
    `insert into esim (id, esim_id, iccid, status, usage_check, unlimited, top_up, notes, first_seen_at)
     values (?, ?, ?, 'INSTALLED', 1, 0, 1, '[]', 0)`,
  );
  const addEntry = db.prepare('insert into inventory values (?, 0, 99999999, ?, null, ?, ?, ?)');
  const addDay = db.prepare('insert into daily_usage values (?, ?, ?, ?, ?, ?, ?)');
  const esims = Math.ceil(rows / DAYS);
  const firstSeen = Date.UTC(2026, 0, 2) / 1_000;
  db.transaction(() => {
    for (const [index, name] of COUNTRIES.entries()) addPlace.run(index + 1, name);
    for (let esim = 1; esim <= esims; esim++) {
      const iccid = `8944${String((esim * 7_919) % 10 ** 15).padStart(15, '0')}`;
      addEsim.run(esim, `b06036c5-eadc-4f88-aa31-${String(esim).padStart(12, '0')}`, iccid);
      if (esim % 10 > 0)
        addEntry.run(iccid, `Traveller ${esim}`, `cc-${esim % 40}`, `64${esim % 30}`, `p${esim % 7}`);
      for (let day = 1; day <= DAYS; day++) {
        const at = firstSeen + day * 86_400 + (esim % 48) * 1_800;
        const place = 1 + ((esim + Math.floor(day / 10)) % COUNTRIES.length);
        addDay.run(
          esim,
          20_260_100 + day,
          place,
          (esim * 104_729 + day * 1_299_709) % 500_000_000,
          at,
          at + 3_600,
          0,
        );
      }
    }
  })();
  db.close();
  return esims * DAYS;
}
