import type { Migration } from './migration.js';

/** See SQLite's step of this name. */
export const pushMarks: Migration = {
  name: '2026-11-26-push-marks',
  sql: `
create table push_mark (
  esim bigint primary key references esim (id) on delete cascade,
  event_at bigint not null,
  received_at bigint not null,
  seen text collate "C" not null,
  told text collate "C",
  due_at bigint,
  hastened_at bigint,
  held_until bigint
);
create index push_mark_due on push_mark (due_at) where due_at is not null;
`,
};
