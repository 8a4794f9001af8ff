export { type Inventory, InventoryError, type InventoryProblem, readInventory } from './inventory.js';
