import type { Migration } from './migration.js';

/** Parts of a cycle's fleet; and any number of processes may work on one database. */
export const manyWorkers: Migration = {
  name: '2026-11-26-many-workers',
  sql: `
create table poll_shard (
  cycle bigint not null references cycle (id) on delete cascade,
  position bigint not null,
  after_esim bigint not null,
  last_esim bigint not null,
  esims text collate "C",
  result text collate "C",
  primary key (cycle, position)
);
alter table lease drop constraint lease_id_check;
`,
};
