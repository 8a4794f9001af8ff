import type { Migration } from './migration.js';

/** The cost of packages in closed months. Months closed before have no such rows. */
export const closedCosts: Migration = {
  name: '2026-11-26-closed-costs',
  rewritesData: false,
  sql: `
create table closed_cost (
  period integer not null references closing (period) on delete cascade,
  seq integer not null,
  iccid text,
  esim_id text not null,
  purchased_at integer not null,
  row text not null,
  primary key (period, seq)
) strict, without rowid;
create index closed_cost_by_purchase on closed_cost (purchased_at, esim_id);
`,
};
