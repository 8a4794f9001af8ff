import type { Migration } from './migration.js';

/**
 * The eSIMs of the list that are not as nearly all are: not to be asked about, or without a good reading. The fleet is counted by these
 * and by status, without a look at every row.
 */
export const fleetCounts: Migration = {
  name: '2026-11-27-fleet-counts',
  rewritesData: false,
  sql: `
create index esim_not_askable on esim (id, status, usage_check, iccid, iccid_moved_at)
  where left_list_at is null and (usage_check = 0 or iccid is null or iccid_moved_at is not null);
create index esim_state_unread on esim_state (esim, failing_since) where reading_at is null or failing_since is not null;
drop index esim_state_never_read;
`,
};
