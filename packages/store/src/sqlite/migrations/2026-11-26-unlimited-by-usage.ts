import type { Migration } from './migration.js';

/** True when the last allowance was unlimited, which the list may not show. */
export const unlimitedByUsage: Migration = {
  name: '2026-11-26-unlimited-by-usage',
  rewritesData: false,
  sql: `
alter table esim_state add column unlimited_by_usage integer not null default 0;
`,
};
