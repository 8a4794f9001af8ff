export { InventoryError, readInventory } from './inventory.js';
