import type { Migration } from './migration.js';

/** Which file the process that works on the database has locked: a process that can lock it knows that the other is gone. */
export const leaseLock: Migration = {
  name: '2026-11-26-lease-lock',
  rewritesData: false,
  sql: 'alter table lease add column lock_file text;',
};
