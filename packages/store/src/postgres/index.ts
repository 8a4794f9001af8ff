export { connectionOf, type PostgresAddress } from './database/pool.js';
export { fromPostgres } from './database/postgres-error.js';
export { openPostgresStore, type PostgresStoreOptions } from './open-store.js';
