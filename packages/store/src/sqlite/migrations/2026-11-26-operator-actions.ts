import type { Migration } from './migration.js';

/** The authors of retried and discarded messages, and of the inventory. */
export const operatorActions: Migration = {
  name: '2026-11-26-operator-actions',
  rewritesData: false,
  sql: `
create table operator_action (
  id integer primary key,
  at integer not null,
  actor text,
  action text not null check (action in ('retried', 'discarded', 'inventory-replaced')),
  message integer references message (seq) on delete cascade,
  entries integer
) strict;
create index operator_action_message on operator_action (message) where message is not null;
`,
};
