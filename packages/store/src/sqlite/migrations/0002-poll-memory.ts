import type { Migration } from './migration.js';

/** The state of adaptive polling for each eSIM, and when it is due. Empty while polling goes by schedule. */
export const pollMemory: Migration = {
  name: '0002-poll-memory',
  rewritesData: false,
  sql: `
create table poll_memory (
  esim integer primary key references esim (id) on delete cascade,
  due_at integer,
  asked_at integer,
  updated_at integer,
  moved_after integer,
  moved_by integer,
  bytes_per_hour integer
) strict;
create index poll_memory_due on poll_memory (due_at);
`,
};
