export { createDatabase, dropDatabase } from './databases.js';
export { type PostgresServer, startPostgres } from './postgres-server.js';
