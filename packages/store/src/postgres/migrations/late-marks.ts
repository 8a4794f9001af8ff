/**
 * Every change to what a closed month is made of leaves a mark, whatever its author and the clock. Once a
 * statement, over all rows it changed.
 */
export const LATE_MARKS = `
create function mark_late_usage() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from closing) then return null; end if;
  if tg_op = 'INSERT' then
    insert into late_usage select distinct esim, date from changed
      where date / 100 in (select period from closing) on conflict do nothing;
  else
    insert into late_usage select distinct changed.esim, changed.date from changed
      join former on former.esim = changed.esim and former.date = changed.date and former.location = changed.location
      where changed.used_bytes <> former.used_bytes and changed.date / 100 in (select period from closing)
      on conflict do nothing;
  end if;
  return null;
end $$;
create trigger late_usage_added after insert on daily_usage
  referencing new table as changed for each statement execute function mark_late_usage();
create trigger late_usage_changed after update on daily_usage
  referencing old table as former new table as changed for each statement execute function mark_late_usage();

create function mark_late_purchase() returns trigger language plpgsql as $$
begin
  if not exists (select 1 from closing) then return null; end if;
  if tg_op = 'INSERT' then
    insert into late_purchase select distinct esim, dated_at from changed
      where to_char(to_timestamp(dated_at) at time zone 'UTC', 'YYYYMM')::integer in (select period from closing)
      on conflict do nothing;
  else
    insert into late_purchase select distinct changed.esim, changed.dated_at from changed
      join former on former.id = changed.id
      where (changed.price is distinct from former.price or changed.currency <> former.currency or changed.type <> former.type)
        and to_char(to_timestamp(changed.dated_at) at time zone 'UTC', 'YYYYMM')::integer in (select period from closing)
      on conflict do nothing;
  end if;
  return null;
end $$;
create trigger late_purchase_added after insert on purchase
  referencing new table as changed for each statement execute function mark_late_purchase();
create trigger late_purchase_changed after update on purchase
  referencing old table as former new table as changed for each statement execute function mark_late_purchase();
`;
