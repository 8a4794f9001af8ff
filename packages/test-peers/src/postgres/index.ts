export { createDatabase, dropDatabase, queryDatabase } from './databases.js';
export { type PostgresServer, startPostgres } from './postgres-server.js';
