import type { Migration } from './migration.js';

/** The provider's push about an eSIM: one row each, however many events come. */
export const pushMarks: Migration = {
  name: '2026-11-26-push-marks',
  rewritesData: false,
  sql: `
create table push_mark (
  esim integer primary key references esim (id) on delete cascade,
  event_at integer not null,
  received_at integer not null,
  seen text not null,
  told text,
  due_at integer,
  hastened_at integer,
  held_until integer
) strict;
create index push_mark_due on push_mark (due_at) where due_at is not null;
`,
};
