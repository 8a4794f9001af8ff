import { existsSync } from 'node:fs';
import { canUseData, conditionInWords, isPolled, notMonitoredInWords } from '@roamwatch/core';
import { openStore, type Store, StoreError } from '@roamwatch/store';
import { openConditions } from '../poll/conditions.js';
import type { Inventory } from '../ports/inventory.js';
import type { Settings } from '../settings.js';
import { checkInventoryNumbers } from './inventory-numbers.js';
import { type CheckResult, ok, warning } from './result.js';

/** Checks that every eSIM is monitored, as far as the database knows; empty where it knows nothing or cannot be read. */
export async function checkMonitoring(
  file: string,
  config: Pick<Settings, 'poll'>,
  inventory: Inventory | null,
): Promise<readonly CheckResult[]> {
  if (!existsSync(file)) return [];
  try {
    const store = openStore({ file, readOnly: true });
    try {
      const statuses = checkStatuses('poll.statuses', config, await store.fleet.countByStatus());
      const numbers = inventory === null ? [] : await checkInventoryNumbers(inventory, store.fleet);
      return [...statuses, await monitoringIn(store, config), ...numbers];
    } finally {
      await store.close();
    }
  } catch (error) {
    // The check of the database reports what is wrong with it.
    if (error instanceof StoreError) return [];
    throw error;
  }
}

/**
 * A warning where `poll.statuses` leaves out eSIMs of the list that could use data; empty where it leaves out none.
 *
 * @param counts eSIMs by status.
 */
export function checkStatuses(
  item: string,
  { poll: { statuses } }: Pick<Settings, 'poll'>,
  counts: ReadonlyMap<string, number>,
): readonly CheckResult[] {
  const left = [...counts].filter(([status]) => canUseData(status) && !isPolled(statuses, status));
  if (left.length === 0) return [];
  const sum = left.reduce((total, [, count]) => total + count, 0);
  const which = left.map(([status, count]) => `${count} ${status}`).join(', ');
  const who =
    sum === 1 ? '1 listed eSIM that could use data is' : `${sum} listed eSIMs that could use data are`;
  return [
    warning(
      item,
      `${who} not polled: ${which}`,
      'add the status to poll.statuses, or leave poll.statuses out, unless this is intended',
    ),
  ];
}

async function monitoringIn(store: Store, { poll }: Pick<Settings, 'poll'>): Promise<CheckResult> {
  const [open, notMonitored] = await Promise.all([
    openConditions({ store }),
    store.pages.notMonitored(poll.statuses),
  ]);
  const remarks = [
    ...open.map(({ condition }) => conditionInWords(condition)),
    ...notMonitoredInWords(notMonitored),
  ];
  if (remarks.length === 0) return ok('monitoring', 'every eSIM that could use data is monitored');
  const [first = '', ...others] = remarks;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  return warning('monitoring', `${first}${more}`, [...others, 'see roamwatch rejected'].join('\n'));
}
