import { firstSchema } from './0001-first-schema.js';
import { deliveryFaults } from './2026-11-26-delivery-faults.js';
import { manyWorkers } from './2026-11-26-many-workers.js';
import { oneCardOneHistory } from './2026-11-26-one-card-one-history.js';
import { pageFilters } from './2026-11-26-page-filters.js';
import { pushMarks } from './2026-11-26-push-marks.js';
import { daysDigest } from './2026-11-27-days-digest.js';
import { fleetCounts } from './2026-11-27-fleet-counts.js';
import { leaseOfDaemons } from './2026-11-27-lease-of-daemons.js';
import { nothingForEachListed } from './2026-11-27-nothing-for-each-listed.js';
import type { Migration } from './migration.js';

/** Steps of SQLite that the first schema contains. */
const CONTAINED = [
  '0002-poll-memory',
  '0003-closing-in-slices',
  '2026-11-26-purchases-keep-their-sign',
  '2026-11-26-notifications',
  '2026-11-26-purchases-by-content',
  '2026-11-26-findings',
  '2026-11-26-canonical-iccids',
  '2026-11-26-closed-costs',
  '2026-11-26-page',
  '2026-11-26-completeness',
  '2026-11-26-operator-actions',
  '2026-11-26-inventory-language',
  '2026-11-26-unlimited-by-usage',
  '2026-11-26-lease-lock',
];

/** Every step, in order, with the names of SQLite's. A new one is appended to both lists. */
export const migrations: readonly Migration[] = [
  firstSchema,
  ...CONTAINED.map((name) => ({ name, sql: '' })),
  oneCardOneHistory,
  pushMarks,
  manyWorkers,
  deliveryFaults,
  pageFilters,
  daysDigest,
  leaseOfDaemons,
  nothingForEachListed,
  fleetCounts,
];
