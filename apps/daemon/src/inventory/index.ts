export { InventoryError, readInventory, readInventoryText } from './inventory.js';
