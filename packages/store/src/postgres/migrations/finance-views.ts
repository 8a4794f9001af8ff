/**
 * Views for finance: real dates, instants and decimals. A price that is no decimal number is null there, as it is where there is none.
 * The inventory entry is that of the day.
 */
export const FINANCE_VIEWS = `
create view finance_usage as
  select to_date(day.date::text, 'YYYYMMDD') as usage_date, esim.iccid, esim.esim_id,
    inventory.label, inventory.cost_centre, inventory.gl_code, inventory.project,
    location.name as location, day.used_bytes, round(day.used_bytes::numeric / 1048576, 3) as used_mb,
    day.restated = 1 as restated, to_timestamp(day.first_seen_at) as first_seen_at,
    to_timestamp(day.last_changed_at) as last_changed_at
  from daily_usage as day
  join esim on esim.id = day.esim
  join location on location.id = day.location
  left join inventory on inventory.iccid = esim.iccid
    and inventory.valid_from <= day.date and inventory.valid_until > day.date;

create view finance_purchase as
  select to_timestamp(purchase.dated_at) as purchased_at, esim.iccid, esim.esim_id,
    inventory.label, inventory.cost_centre, inventory.gl_code, inventory.project,
    purchase.package_id, purchase.package_name as package, purchase.type,
    case when purchase.price ~ '^-?[0-9]+([.][0-9]+)?$' then purchase.price::numeric end as price, purchase.currency
  from purchase
  join esim on esim.id = purchase.esim
  left join inventory on inventory.iccid = esim.iccid
    and inventory.valid_from <= to_char(to_timestamp(purchase.dated_at) at time zone 'UTC', 'YYYYMMDD')::integer
    and inventory.valid_until > to_char(to_timestamp(purchase.dated_at) at time zone 'UTC', 'YYYYMMDD')::integer;

create view finance_esim as
  select esim.iccid, esim.esim_id, esim.status, esim.unlimited = 1 as unlimited,
    to_timestamp(esim.first_seen_at) as first_seen_at, to_timestamp(esim.left_list_at) as left_list_at,
    to_timestamp(state.reading_at) as reading_at, state.allowance_bytes, state.remaining_bytes,
    to_timestamp(state.package_started_at) as package_started_at,
    to_timestamp(coalesce(state.package_ends_at, esim.expires_at)) as ends_at
  from esim join esim_state as state on state.esim = esim.id;

create view finance_closed_month as
  select to_date(period::text || '01', 'YYYYMMDD') as month, to_timestamp(closed_at) as closed_at,
    to_timestamp(data_as_of) as data_as_of, time_zone
  from closing where draft is null;
`;
