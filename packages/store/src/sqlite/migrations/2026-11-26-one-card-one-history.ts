import type { Migration } from './migration.js';

/**
 * A card has one row for ever: `esim_id` is the id it was first listed under, which names it in reports, `listed_as` the one
 * it is listed under now where that is another, and `esim_alias` every other id that it was listed under.
 *
 * Rows of one ICCID, made by earlier versions when a profile was issued again, are merged into the oldest. The others stay
 * as the parties that closed months name: what closed months counted of them is now 0, so that the next open month corrects it.
 */
export const oneCardOneHistory: Migration = {
  name: '2026-11-26-one-card-one-history',
  rewritesData: true,
  sql: `
alter table esim add column listed_as text;
create table esim_alias (
  esim_id text primary key,
  esim integer not null references esim (id) on delete cascade
) strict, without rowid;
create index esim_alias_by_esim on esim_alias (esim);

create temporary table numbered as
  select id, iif(iccid glob '*[^0-9]*', trim(replace(replace(iccid, ' ', ''), '-', ''), 'Ff'), iccid) as digits
  from esim where iccid is not null;
delete from numbered where digits glob '*[^0-9]*' or length(digits) not between 16 and 20;

create temporary table card as
  select digits, min(id) as oldest, (
    select esim.id from esim join numbered as one on one.id = esim.id
    where one.digits = numbered.digits
    order by esim.iccid_moved_at is null desc, esim.left_list_at is null desc, esim.id desc limit 1
  ) as current
  from numbered group by digits having count(*) > 1;
create temporary table merging as
  select id as source, oldest as target, current from numbered join card using (digits) where id <> oldest;
create temporary table closed_month as select period from closing;

-- Usage: of a day and place that both have, what was said last.
insert or ignore into daily_usage_former (esim, date, location, replaced_at, used_bytes, last_changed_at)
  select target, kept.date, kept.location, day.last_changed_at, kept.used_bytes, kept.last_changed_at
  from daily_usage as day
  join merging on source = day.esim
  join daily_usage as kept on kept.esim = target and kept.date = day.date and kept.location = day.location
  where day.last_changed_at >= kept.last_changed_at and day.used_bytes <> kept.used_bytes;
insert or ignore into daily_usage_former (esim, date, location, replaced_at, used_bytes, last_changed_at)
  select target, date, location, replaced_at, used_bytes, last_changed_at
  from daily_usage_former join merging on source = esim;
delete from daily_usage_former where esim in (select source from merging);
insert into daily_usage (esim, date, location, used_bytes, first_seen_at, last_changed_at, restated)
  select target, date, location, used_bytes, first_seen_at, last_changed_at, restated
  from daily_usage join merging on source = esim
  order by last_changed_at
  on conflict (esim, date, location) do update set
    restated = max(restated, excluded.restated, excluded.used_bytes <> used_bytes),
    used_bytes = excluded.used_bytes,
    last_changed_at = excluded.last_changed_at,
    first_seen_at = min(first_seen_at, excluded.first_seen_at)
  where excluded.last_changed_at >= last_changed_at;
delete from daily_usage
  where esim in (select source from merging) and date / 100 not in (select period from closed_month);
update daily_usage set used_bytes = 0, restated = 1 where esim in (select source from merging);

insert or ignore into reading select target, at, allowance_bytes, remaining_bytes, package_started_at, package_ends_at
  from reading join merging on source = esim;
delete from reading where esim in (select source from merging);
insert or ignore into esim_place select target, location from esim_place join merging on source = esim;
delete from esim_place where esim in (select source from merging);
update or ignore rejected set esim = (select target from merging where source = esim)
  where esim in (select source from merging);

-- Purchases: both have the same history, so that the same package of the same instant is the same purchase.
create temporary table bought as
  select purchase.id, coalesce(target, esim) as card, esim as owner,
    purchased_at, package_id, package_name,
    cast(strftime('%Y%m', dated_at, 'unixepoch') as integer) in (select period from closed_month) as closed,
    row_number() over (partition by esim, purchased_at, package_id, package_name order by id) as ordinal
  from purchase left join (select distinct source, target from merging) on source = esim
  where esim in (select source from merging union select target from merging);
create temporary table bought_twice as
  select id from bought where exists (
    select 1 from bought as first
    where first.card = bought.card and first.owner < bought.owner and first.ordinal = bought.ordinal
      and first.purchased_at is bought.purchased_at
      and first.package_id = bought.package_id and first.package_name = bought.package_name
  );
delete from purchase where id in (select id from bought_twice join bought using (id) where not closed);
insert into purchase (esim, package_id, type, purchased_at, package_name, price, currency, updated_at, dated_at)
  select card, purchase.package_id, type, purchase.purchased_at, purchase.package_name, price, currency, updated_at, dated_at
  from purchase join bought using (id)
  where owner <> card and closed and id not in (select id from bought_twice);
update purchase set esim = (select card from bought where bought.id = purchase.id)
  where id in (select id from bought where owner <> card and not closed);
update purchase set price = '0' where price is not null and esim in (select source from merging);

-- Alerts: those of the row in use continue.
create temporary table former_alert as
  select alert.id, alert.state, alert.severity, alert.changed_at from alert
  where esim in (select source from merging where source <> current union select target from merging where target <> current);
insert into alert_event (alert, at, change, severity, reason)
  select id, changed_at, 'closed', severity,
    '{"kind":"recorded","text":"the card continues under another eSIM id"}'
  from former_alert where state = 'open';
update alert set state = 'resolved', resolved_at = changed_at,
    reason = '{"kind":"recorded","text":"the card continues under another eSIM id"}'
  where id in (select id from former_alert where state = 'open');
update alert set epoch = -id where id in (select id from former_alert);
update alert set esim = (select target from merging where source = esim) where esim in (select source from merging);

-- The state of the row in use becomes the card's.
delete from poll_memory where esim in (select target from merging where target <> current)
  or esim in (select source from merging where source <> current);
update poll_memory set esim = (select target from merging where source = esim)
  where esim in (select source from merging);
delete from esim_state where esim in (select target from merging where target <> current)
  or esim in (select source from merging where source <> current);
update esim_state set esim = (select target from merging where source = esim)
  where esim in (select source from merging);
insert into esim_state (esim, listed_at) select source, 0 from merging;
update esim_state set clock_due_at = null, quiet_until = null, answer_fingerprint = null
  where esim in (select target from merging);

create temporary table seen as select * from esim where id in (select current from card);
update esim set iccid_moved_at = coalesce(iccid_moved_at, first_seen_at), left_list_at = first_seen_at
  where id in (select source from merging);
update esim set iccid = card.digits,
    request_iccid = iif(seen.iccid = card.digits, seen.request_iccid, seen.iccid),
    status = seen.status, usage_check = seen.usage_check, unlimited = seen.unlimited, top_up = seen.top_up,
    notes = seen.notes, created_at = coalesce(esim.created_at, seen.created_at), updated_at = seen.updated_at,
    expires_at = seen.expires_at, left_list_at = seen.left_list_at, iccid_moved_at = null,
    listed_as = nullif(seen.esim_id, esim.esim_id)
  from card join seen on seen.id = card.current
  where esim.id = card.oldest;
insert into esim_alias select esim_id, target from merging join esim on esim.id = source;

drop table seen;
drop table former_alert;
drop table bought_twice;
drop table bought;
drop table closed_month;
drop table merging;
drop table card;
drop table numbered;
`,
};
