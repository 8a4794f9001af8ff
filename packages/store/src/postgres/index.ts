export type { PostgresAddress } from './database/pool.js';
export { openPostgresStore, type PostgresStoreOptions } from './open-store.js';
