import type { Migration } from './migration.js';

/**
 * A known purchase is recognised by comparing all its fields, no longer by a unique key of a few. A type
 * that is completed may turn a purchase into a refund, so it marks closed months as a price does.
 */
export const purchasesByContent: Migration = {
  name: '2026-11-26-purchases-by-content',
  rewritesData: true,
  sql: `
drop index purchase_key;
alter table purchase drop column ordinal;
create index purchase_by_esim on purchase (esim);

drop trigger late_purchase_changed;
create trigger late_purchase_changed after update of price, currency, type on purchase
when (new.price is not old.price or new.currency <> old.currency or new.type <> old.type) and exists (
  select 1 from closing where period = cast(strftime('%Y%m', new.dated_at, 'unixepoch') as integer)
)
begin
  insert into late_purchase select new.esim, new.dated_at
    where not exists (select 1 from late_purchase where esim = new.esim and dated_at = new.dated_at);
end;
`,
};
