import type { Migration } from './migration.js';

/** Parts of a cycle's fleet, where several processes poll it together. With SQLite there are none. */
export const manyWorkers: Migration = {
  name: '2026-11-26-many-workers',
  rewritesData: false,
  sql: `
create table poll_shard (
  cycle integer not null references cycle (id) on delete cascade,
  position integer not null,
  after_esim integer not null,
  last_esim integer not null,
  esims text,
  result text,
  primary key (cycle, position)
) strict, without rowid;
`,
};
