import type { Migration } from './migration.js';

/** See SQLite's step of this name. No database of PostgreSQL has rows to merge. */
export const oneCardOneHistory: Migration = {
  name: '2026-11-26-one-card-one-history',
  sql: `
alter table esim add column listed_as text collate "C";
create table esim_alias (
  esim_id text collate "C" primary key,
  esim bigint not null references esim (id) on delete cascade
);
create index esim_alias_by_esim on esim_alias (esim);
`,
};
