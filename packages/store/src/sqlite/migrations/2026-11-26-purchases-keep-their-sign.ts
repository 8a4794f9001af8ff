import type { Migration } from './migration.js';

/**
 * Closed purchases store whether they were refunds, and months the version of the report schema they were closed with,
 * so that a newer version of the program reproduces them. Purchases that version 1 took for refunds because the word
 * occurs in their type are marked: the next open month corrects them.
 */
export const purchasesKeepTheirSign: Migration = {
  name: '2026-11-26-purchases-keep-their-sign',
  rewritesData: false,
  sql: `
alter table closing add column schema_version integer not null default 1;
alter table closed_purchase add column refund integer;
alter table closed_purchase add column correction integer not null default 0;

-- Corrections look up an eSIM's closed days; without it each look-up reads all closed rows.
create index closed_usage_by_party on closed_usage (party, date);

insert into late_purchase select distinct esim, dated_at from purchase
  where type like '%refund%' and lower(trim(type)) not in ('refund', 'refunded')
    and cast(strftime('%Y%m', dated_at, 'unixepoch') as integer) in (select period from closing)
    and not exists (
      select 1 from late_purchase as known where known.esim = purchase.esim and known.dated_at = purchase.dated_at
    );
`,
};
