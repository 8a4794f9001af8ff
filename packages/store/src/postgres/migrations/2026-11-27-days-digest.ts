import type { Migration } from './migration.js';

/** See SQLite's step of this name. */
export const daysDigest: Migration = {
  name: '2026-11-27-days-digest',
  sql: `
alter table esim_state add column days_digest text collate "C";
`,
};
