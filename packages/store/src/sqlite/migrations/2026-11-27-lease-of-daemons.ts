import type { Migration } from './migration.js';

/** What a daemon is, and what must be the same in all that share a database. */
export const leaseOfDaemons: Migration = {
  name: '2026-11-27-lease-of-daemons',
  rewritesData: false,
  sql: `
alter table lease add column version text;
alter table lease add column fingerprint text;
`,
};
