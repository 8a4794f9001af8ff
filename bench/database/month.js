import SqliteDatabase from 'better-sqlite3';

export const MONTH = '2026-01';
const DAYS = 30;
const COUNTRIES = ['United Kingdom', 'France', 'Germany', 'Japan', 'Italy', 'Spain', 'United States'];

/**
 * Fills a database that the program made with a month: eSIMs with daily usage, a package each that was bought and read, and
 * a good poll after its end.
 *
 * @returns {number} how many daily rows there are
 */
export function fillMonth(database, rows) {
  const db = new SqliteDatabase(database);
  db.pragma('synchronous = off');
  const addPlace = db.prepare('insert into location values (?, ?)');
  const addEsim = db.prepare(
    `insert into esim (id, esim_id, iccid, status, usage_check, unlimited, top_up, notes, first_seen_at)
     values (?, ?, ?, 'INSTALLED', 1, 0, 1, '[]', 0)`,
  );
  const addEntry = db.prepare(
    'insert into inventory (iccid, valid_from, valid_until, label, cost_centre, gl_code, project) values (?, 0, 99999999, ?, ?, ?, ?)',
  );
  const addDay = db.prepare('insert into daily_usage values (?, ?, ?, ?, ?, ?, ?)');
  const addPurchase = db.prepare(
    `insert into purchase (esim, package_id, type, purchased_at, package_name, price, currency, updated_at, dated_at)
     values (?, 'package-1gb', 'esim', ?, '1 GB - 30 Days', ?, ?, ?, ?)`,
  );
  const addReading = db.prepare(
    `insert into reading (esim, at, allowance_bytes, remaining_bytes, package_started_at, package_ends_at)
     values (?, ?, 1073741824, ?, ?, ?)`,
  );
  const addCycle = db.prepare('insert into cycle (begun_at, ended_at) values (?, ?)');
  const monthEnd = Date.UTC(2026, 1, 2) / 1_000;
  const esims = Math.ceil(rows / DAYS);
  const firstSeen = Date.UTC(2026, 0, 2) / 1_000;
  db.transaction(() => {
    for (const [index, name] of COUNTRIES.entries()) addPlace.run(index + 1, name);
    for (let esim = 1; esim <= esims; esim++) {
      const iccid = `8944${String((esim * 7_919) % 10 ** 15).padStart(15, '0')}`;
      addEsim.run(esim, `b06036c5-eadc-4f88-aa31-${String(esim).padStart(12, '0')}`, iccid);
      if (esim % 10 > 0)
        addEntry.run(iccid, `Traveller ${esim}`, `cc-${esim % 40}`, `64${esim % 30}`, `p${esim % 7}`);
      // Over the seconds of the day, as people buy: what has one instant is sorted in one go.
      const boughtAt = firstSeen + (esim % 28) * 86_400 + ((esim * 7_919) % 86_400);
      addPurchase.run(
        esim,
        boughtAt,
        `${5 + (esim % 3)}.${10 + (esim % 80)}`,
        esim % 5 ? 'USD' : 'EUR',
        boughtAt,
        boughtAt,
      );
      addReading.run(
        esim,
        boughtAt + 5 * 86_400,
        (esim * 7_919) % 1_000_000_000,
        boughtAt,
        boughtAt + 30 * 86_400,
      );
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
    addCycle.run(monthEnd, monthEnd + 60);
  })();
  db.close();
  return esims * DAYS;
}
