import { inventoryFaultInWords } from '@roamwatch/core';
import type { PollContext } from './context.js';

/**
 * Imports the inventory when its file has changed. Lines that cannot be read are logged and left out; a file
 * that cannot be read at all leaves the former entries.
 *
 * @returns problems of this cycle.
 */
export async function reloadInventory(ctx: PollContext): Promise<readonly string[]> {
  if (ctx.config.inventory === null) return [];
  try {
    const { entries, problems: lines, warnings, digest } = ctx.readInventory(ctx.config.inventory);
    if (!(await ctx.store.inventory.replace(entries, digest, ctx.now()))) return [];
    ctx.log.info({ event: 'inventory', entries: entries.length, rejected: lines.length }, 'inventory loaded');
    for (const { line, fault } of [...lines, ...warnings])
      ctx.log.warn({ event: 'inventory-line', line }, inventoryFaultInWords(fault));
    return [];
  } catch (error) {
    return [`the inventory was not read: ${error instanceof Error ? error.message : String(error)}`];
  }
}
