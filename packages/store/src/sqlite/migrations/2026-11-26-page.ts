import type { Migration } from './migration.js';

/** Logins, who created and ended silences, who closed a month; and what pages need to be read in order. */
export const page: Migration = {
  name: '2026-11-26-page',
  rewritesData: false,
  sql: `
create table session (
  id text primary key,
  role text not null check (role in ('viewer', 'operator')),
  proof text not null,
  created_at integer not null,
  expires_at integer not null
) strict, without rowid;

alter table silence add column created_by text;
alter table silence add column ended_by text;
alter table closing_event add column actor text;

create index esim_by_status on esim (status) where left_list_at is null;
create index esim_state_failing on esim_state (failing_since) where failing_since is not null;
create index inventory_by_label on inventory (label, iccid);
create index inventory_by_cost_centre on inventory (cost_centre, iccid);
create index alert_resolved on alert (resolved_at) where state = 'resolved';
`,
};
