import type { Migration } from './migration.js';

/** See SQLite's step of this name. */
export const deliveryFaults: Migration = {
  name: '2026-11-26-delivery-faults',
  sql: `
update message set last_error = json_build_object('kind', 'recorded', 'text', last_error)::text where last_error is not null;
`,
};
