export { encodeXlsx1 } from './version-1.js';
export { encodeXlsx } from './workbook.js';
