import type { Migration } from './migration.js';

/** See SQLite's step of this name. */
export const fleetCounts: Migration = {
  name: '2026-11-27-fleet-counts',
  sql: `
create index esim_not_askable on esim (id, status, usage_check, iccid, iccid_moved_at)
  where left_list_at is null and (usage_check = 0 or iccid is null or iccid_moved_at is not null);
create index esim_state_unread on esim_state (esim, failing_since) where reading_at is null or failing_since is not null;
drop index esim_state_never_read;
`,
};
