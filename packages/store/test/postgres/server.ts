import { createDatabase, type PostgresServer, startPostgres } from '@roamwatch/test-peers/postgres';
import type { TestProject } from 'vitest/node';
import { openPostgresStore } from '../../dist/postgres/index.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** A server, and the name of a database on it that has our schema and is empty: copies of it are made in no time. */
    postgres: { readonly url: string; readonly template: string };
  }
}

let server: PostgresServer | null = null;

export async function setup(project: TestProject): Promise<void> {
  server = await startPostgres();
  const template = await createDatabase(server.url);
  await (await openPostgresStore({ url: template })).close();
  project.provide('postgres', { url: server.url, template: new URL(template).pathname.slice(1) });
}

export async function teardown(): Promise<void> {
  await server?.close();
}
