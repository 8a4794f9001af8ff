/** What the program provides. It can be imported alone: a command that only reads the configuration loads no job. */
export type { Clock } from './clock.js';
export type { Inventory, InventoryProblem, ReadInventory } from './inventory.js';
export type { Log } from './log.js';
export { type Secret, SecretError } from './secret.js';
