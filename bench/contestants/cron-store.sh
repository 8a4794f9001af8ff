# store DATABASE ANSWERS: keeps the daily rows and figures of concatenated answers, and prints who is low on data.
store() {
  jq -r '.data | .iccid as $iccid | .dataUsages[] | [$iccid, .date, .location, .usage] | @csv' "$2" > rows.csv
  jq -r '.data | [.iccid, .allowedData, .remainingData, .startedAt, .expiredAt] | @csv' "$2" > readings.csv
  sqlite3 "$1" <<'SQL'
.mode csv
create table if not exists usage (iccid text, date text, location text, used integer, changed_at integer default (unixepoch()), primary key (iccid, date, location)) without rowid;
create table if not exists reading (iccid text primary key, allowed integer, remaining integer, started_at integer, ends_at integer, at integer default (unixepoch()));
create temp table new_usage (iccid text, date text, location text, used integer);
create temp table new_reading (iccid text, allowed integer, remaining integer, started_at integer, ends_at integer);
.import rows.csv new_usage
.import readings.csv new_reading
begin;
insert into usage (iccid, date, location, used) select * from new_usage where true
  on conflict do update set used = excluded.used, changed_at = excluded.changed_at where used <> excluded.used;
replace into reading (iccid, allowed, remaining, started_at, ends_at) select * from new_reading;
commit;
select iccid, remaining from reading where remaining < allowed * 0.25;
SQL
}
