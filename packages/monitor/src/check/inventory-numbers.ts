import { likelyIccids } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import type { Inventory } from '../ports/inventory.js';
import { type CheckResult, warning } from './result.js';

/** As many as a reader corrects by hand. */
const NAMED = 10;

/**
 * Entries whose ICCID the fleet lacks, where it has the same number but for the check digit: a hint only, because without
 * the card nobody knows which it is.
 */
export async function checkInventoryNumbers(
  { entries }: Pick<Inventory, 'entries'>,
  fleet: Store['fleet'],
): Promise<readonly CheckResult[]> {
  const hints: string[] = [];
  for (const iccid of new Set(entries.map((entry) => entry.iccid))) {
    if (hints.length >= NAMED) break;
    if ((await fleet.findByIccid(iccid)) !== null) continue;
    for (const likely of likelyIccids(iccid)) {
      if ((await fleet.findByIccid(likely)) === null) continue;
      hints.push(`${iccid}: the fleet has ${likely}`);
      break;
    }
  }
  if (hints.length === 0) return [];
  return [
    warning(
      'inventory ICCIDs',
      `${hints.length === NAMED ? `at least ${NAMED}` : hints.length} not in the fleet, which has them but for the check digit`,
      hints.join('\n'),
    ),
  ];
}
