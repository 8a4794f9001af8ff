import type { Migration } from './migration.js';

/** The traveller's language, and the entries of an address that have one. */
export const inventoryLanguage: Migration = {
  name: '2026-11-26-inventory-language',
  rewritesData: false,
  sql: `
alter table inventory add column language text;
create index inventory_language on inventory (email) where language is not null;
`,
};
