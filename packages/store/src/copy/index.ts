export { type CopiedRows, type CopyOptions, type CopyPhase, DatabaseCopy } from './database-copy.js';
