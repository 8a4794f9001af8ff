import type { Migration } from './migration.js';

/** The open alerts of an eSIM, and eSIMs that were never read: without a look at every row of a large fleet. */
export const pageFilters: Migration = {
  name: '2026-11-26-page-filters',
  rewritesData: false,
  sql: `
create index alert_open_by_esim on alert (esim, severity, opened_at, id) where state = 'open';
create index esim_state_never_read on esim_state (esim) where reading_at is null and failing_since is null;
`,
};
