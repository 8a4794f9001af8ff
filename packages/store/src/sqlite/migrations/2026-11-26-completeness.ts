import type { Migration } from './migration.js';

/** A closed month keeps what was known to be missing when it was closed. */
export const completenessOfMonths: Migration = {
  name: '2026-11-26-completeness',
  rewritesData: false,
  sql: `
alter table closing add column completeness text;
`,
};
