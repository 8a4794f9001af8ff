import type { Migration } from './migration.js';

/** See SQLite's step of this name. */
export const nothingForEachListed: Migration = {
  name: '2026-11-27-nothing-for-each-listed',
  sql: `
alter table esim_state drop column listed_at;
`,
};
