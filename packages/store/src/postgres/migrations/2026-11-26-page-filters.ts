import type { Migration } from './migration.js';

/** See SQLite's step of this name. */
export const pageFilters: Migration = {
  name: '2026-11-26-page-filters',
  sql: `
create index alert_open_by_esim on alert (esim, severity, opened_at, id) where state = 'open';
create index esim_state_never_read on esim_state (esim) where reading_at is null and failing_since is null;
`,
};
