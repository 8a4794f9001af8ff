import type { Migration } from './migration.js';

/** Which eSIMs a listing listed is known from the listing itself: nothing is written for one that it says nothing new of. */
export const nothingForEachListed: Migration = {
  name: '2026-11-27-nothing-for-each-listed',
  rewritesData: true,
  sql: `
alter table esim_state drop column listed_at;
`,
};
