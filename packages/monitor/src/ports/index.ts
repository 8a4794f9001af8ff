/**
 * The ports that the program implements, and the errors it recognises. It can be imported alone: a command that only reads the
 * configuration loads no job.
 */
export { AlreadyRunningError } from './already-running.js';
export type { Clock } from './clock.js';
export type { Inventory, ReadInventory } from './inventory.js';
export type { Log } from './log.js';
export { type Secret, SecretError } from './secret.js';
