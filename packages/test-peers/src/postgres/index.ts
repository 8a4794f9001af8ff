export {
  createDatabase,
  dropDatabase,
  type HeldTransaction,
  holdTransaction,
  queryDatabase,
} from './databases.js';
export { hasPgBouncer, type PgBouncer, startPgBouncer } from './pgbouncer.js';
export { type PostgresServer, startPostgres } from './postgres-server.js';
