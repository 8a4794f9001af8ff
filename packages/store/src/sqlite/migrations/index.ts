import { firstSchema } from './0001-first-schema.js';
import { pollMemory } from './0002-poll-memory.js';
import { closingInSlices } from './0003-closing-in-slices.js';
import { canonicalIccids } from './2026-11-26-canonical-iccids.js';
import { closedCosts } from './2026-11-26-closed-costs.js';
import { completenessOfMonths } from './2026-11-26-completeness.js';
import { deliveryFaults } from './2026-11-26-delivery-faults.js';
import { findings } from './2026-11-26-findings.js';
import { inventoryLanguage } from './2026-11-26-inventory-language.js';
import { leaseLock } from './2026-11-26-lease-lock.js';
import { manyWorkers } from './2026-11-26-many-workers.js';
import { notifications } from './2026-11-26-notifications.js';
import { oneCardOneHistory } from './2026-11-26-one-card-one-history.js';
import { operatorActions } from './2026-11-26-operator-actions.js';
import { page } from './2026-11-26-page.js';
import { pageFilters } from './2026-11-26-page-filters.js';
import { purchasesByContent } from './2026-11-26-purchases-by-content.js';
import { purchasesKeepTheirSign } from './2026-11-26-purchases-keep-their-sign.js';
import { pushMarks } from './2026-11-26-push-marks.js';
import { unlimitedByUsage } from './2026-11-26-unlimited-by-usage.js';
import { daysDigest } from './2026-11-27-days-digest.js';
import { fleetCounts } from './2026-11-27-fleet-counts.js';
import { leaseOfDaemons } from './2026-11-27-lease-of-daemons.js';
import { nothingForEachListed } from './2026-11-27-nothing-for-each-listed.js';
import type { Migration } from './migration.js';

/** Every step, in order. A new one is appended; see `Migration`. */
export const migrations: readonly Migration[] = [
  firstSchema,
  pollMemory,
  closingInSlices,
  purchasesKeepTheirSign,
  notifications,
  purchasesByContent,
  findings,
  canonicalIccids,
  closedCosts,
  page,
  completenessOfMonths,
  operatorActions,
  inventoryLanguage,
  unlimitedByUsage,
  leaseLock,
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
