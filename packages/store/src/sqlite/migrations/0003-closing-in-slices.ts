import type { Migration } from './migration.js';

/**
 * A closing is a draft until all its rows are there. And every change to what a closed month is made of leaves a
 * mark, whatever its author and the clock, so that an open month's corrections are found without
 * comparing all closed months. A mark stays for ever: it shows where to check, not that there is a difference.
 */
export const closingInSlices: Migration = {
  name: '0003-closing-in-slices',
  rewritesData: false,
  sql: `
-- The order of reports: sorting a large fleet would hold up everything else, and fill the memory.
create index esim_by_name on esim (iccid, esim_id);

alter table closing add column draft text;

create table late_usage (
  esim integer not null references esim (id),
  date integer not null,
  primary key (esim, date)
) strict, without rowid;

create table late_purchase (
  esim integer not null references esim (id),
  dated_at integer not null,
  primary key (esim, dated_at)
) strict, without rowid;

insert into late_usage select distinct esim, date from daily_usage
  where date / 100 in (select period from closing);
insert into late_purchase select distinct esim, dated_at from purchase
  where cast(strftime('%Y%m', dated_at, 'unixepoch') as integer) in (select period from closing);

create trigger late_usage_added after insert on daily_usage
when exists (select 1 from closing where period = new.date / 100)
begin
  insert into late_usage select new.esim, new.date
    where not exists (select 1 from late_usage where esim = new.esim and date = new.date);
end;

create trigger late_usage_changed after update of used_bytes on daily_usage
when new.used_bytes <> old.used_bytes and exists (select 1 from closing where period = new.date / 100)
begin
  insert into late_usage select new.esim, new.date
    where not exists (select 1 from late_usage where esim = new.esim and date = new.date);
end;

create trigger late_purchase_added after insert on purchase
when exists (
  select 1 from closing where period = cast(strftime('%Y%m', new.dated_at, 'unixepoch') as integer)
)
begin
  insert into late_purchase select new.esim, new.dated_at
    where not exists (select 1 from late_purchase where esim = new.esim and dated_at = new.dated_at);
end;

create trigger late_purchase_changed after update of price, currency on purchase
when (new.price is not old.price or new.currency is not old.currency) and exists (
  select 1 from closing where period = cast(strftime('%Y%m', new.dated_at, 'unixepoch') as integer)
)
begin
  insert into late_purchase select new.esim, new.dated_at
    where not exists (select 1 from late_purchase where esim = new.esim and dated_at = new.dated_at);
end;
`,
};
