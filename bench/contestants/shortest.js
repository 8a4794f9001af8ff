/**
 * The shortest fast program: the calls and the writes of a poll cycle with undici and prepared statements, and nothing
 * else. No retries, no limits, no checks of what comes, no rules, no messages. `node shortest.js URL TOKEN DATABASE`
 */
import SqliteDatabase from 'better-sqlite3';
import { Pool } from 'undici';

const [, , url, token, file] = process.argv;
const CONCURRENCY = 50;
const ROWS_PER_TRANSACTION = 10_000;

const db = new SqliteDatabase(file);
db.pragma('journal_mode = wal');
db.pragma('synchronous = normal');
db.exec(`
  create table if not exists esim (id integer primary key, iccid text not null unique, status text not null, listed_at integer) strict;
  create table if not exists location (id integer primary key, name text not null unique) strict;
  create table if not exists reading (esim integer primary key, at integer not null, allowed integer, remaining integer, started_at integer, ends_at integer) strict;
  create table if not exists daily_usage (esim integer, date integer, location integer, used integer not null, changed_at integer not null, primary key (esim, date, location)) strict, without rowid;
`);
const saveEsim = db
  .prepare(
    'insert into esim (iccid, status, listed_at) values (?, ?, ?) on conflict (iccid) do update set status = excluded.status, listed_at = excluded.listed_at returning id',
  )
  .pluck();
const saveLocation = db
  .prepare(
    'insert into location (name) values (?) on conflict (name) do update set name = excluded.name returning id',
  )
  .pluck();
const saveReading = db.prepare('replace into reading values (?, ?, ?, ?, ?, ?)');
const saveDay = db.prepare(
  'insert into daily_usage values (?, ?, ?, ?, ?) on conflict do update set used = excluded.used, changed_at = excluded.changed_at where used <> excluded.used',
);

const pool = new Pool(url, { connections: CONCURRENCY });
const headers = { authorization: `Bearer ${token}` };
const now = Math.floor(Date.now() / 1000);
const locations = new Map();
const fleet = await list();
await askAll();
await pool.close();
db.close();

async function list() {
  const path = '/api/esims?limit=10000000';
  const { body } = await pool.request({ path, method: 'GET', headers });
  const found = [];
  for await (const batch of elements(body)) {
    db.transaction(() => {
      for (const { iccid, status } of batch) found.push([saveEsim.get(iccid, status, now), iccid]);
    })();
  }
  return found;
}

/** Splits `{"data":[{…},{…}]}` into its elements as it comes, and parses those of a chunk together. */
async function* elements(body) {
  let rest = Buffer.alloc(0);
  let begun = false;
  for await (const chunk of body) {
    let bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    if (!begun) bytes = bytes.subarray(bytes.indexOf('[') + 1);
    begun = true;
    const end = endOfLastElement(bytes);
    if (end > 0) yield JSON.parse(`[${bytes.latin1Slice(bytes[0] === 0x2c ? 1 : 0, end)}]`);
    rest = bytes.subarray(end);
  }
}

function endOfLastElement(bytes) {
  let depth = 0;
  let end = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === 0x22) {
      do at = bytes.indexOf(0x22, at + 1);
      while (at > 0 && bytes[at - 1] === 0x5c);
      if (at < 0) return end;
    } else if (byte === 0x7b) depth++;
    else if (byte === 0x7d && --depth === 0) end = at + 1;
  }
  return end;
}

function askAll() {
  let next = 0;
  let rows = 0;
  let waiting = [];
  return new Promise((resolve, reject) => {
    let running = CONCURRENCY;
    const askNext = () => {
      if (next === fleet.length) {
        if (--running === 0) resolve(store(waiting));
        return;
      }
      const [esim, iccid] = fleet[next++];
      const chunks = [];
      pool.dispatch(
        { path: `/api/esim/usage/details?iccid=${iccid}`, method: 'GET', headers },
        {
          onRequestStart: () => {},
          onResponseStart: () => {},
          onResponseData: (_controller, chunk) => chunks.push(chunk),
          onResponseEnd: () => {
            const bytes = chunks.length === 1 ? chunks[0] : Buffer.concat(chunks);
            const { data } = JSON.parse(bytes.toString());
            waiting.push([esim, data]);
            rows += data.dataUsages.length;
            if (rows >= ROWS_PER_TRANSACTION) {
              store(waiting);
              waiting = [];
              rows = 0;
            }
            askNext();
          },
          onResponseError: (_controller, error) => reject(error),
        },
      );
    };
    for (let one = 0; one < CONCURRENCY; one++) askNext();
  });
}

function store(answers) {
  db.transaction(() => {
    for (const [esim, { allowedData, remainingData, startedAt, expiredAt, dataUsages }] of answers) {
      saveReading.run(esim, now, allowedData, remainingData, startedAt, expiredAt);
      for (const { date, usage, location } of dataUsages) {
        saveDay.run(esim, Number(date), keyOf(location), usage * 1024, now);
      }
    }
  })();
}

function keyOf(location) {
  if (!locations.has(location)) locations.set(location, saveLocation.get(location));
  return locations.get(location);
}
