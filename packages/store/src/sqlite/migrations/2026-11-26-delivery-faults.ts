import type { Migration } from './migration.js';

/** Why a message was not delivered becomes data. What was stored in words stays readable as what it is, a recorded sentence. */
export const deliveryFaults: Migration = {
  name: '2026-11-26-delivery-faults',
  rewritesData: true,
  sql: `
update message set last_error = json_object('kind', 'recorded', 'text', last_error) where last_error is not null;
`,
};
