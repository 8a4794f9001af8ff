import type { Migration } from './migration.js';

/** Of the days before the last one of an answer: where they come again, only the last day is looked up and compared. */
export const daysDigest: Migration = {
  name: '2026-11-27-days-digest',
  rewritesData: false,
  sql: `
alter table esim_state add column days_digest text;
`,
};
