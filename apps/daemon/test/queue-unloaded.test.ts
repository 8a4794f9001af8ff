import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase, startPostgres } from '@roamwatch/test-peers/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { start } from './installation/program.js';
import { scene } from './installation/scene.js';

/** What only one module of each contains. */
const MARKS = {
  'our queue': 'roamwatch_queue',
  'pg-boss': 'pg-boss is stopped',
  pg: 'Client has encountered a connection error',
} as const;

/** Which of them the daemon has loaded by the time it ends, according to V8. */
async function loaded(config: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const { site } = await scene({ config });
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-loaded-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const daemon = start(['run', '--config', site.configFile, '--log-format', 'json'], {
    env: { NODE_V8_COVERAGE: folder },
  });
  await daemon.saying('"event":"started"');
  daemon.process.kill('SIGTERM');
  await daemon.ended;
  const urls = readdirSync(folder).flatMap((name) => {
    const { result } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
      readonly result: readonly { readonly url: string }[];
    };
    return result.map(({ url }) => url).filter((url) => url.startsWith('file:'));
  });
  expect(urls.length).toBeGreaterThan(0);
  const texts = urls.map((url) => readFileSync(fileURLToPath(url), 'utf8'));
  return Object.entries(MARKS).flatMap(([name, mark]) =>
    texts.some((text) => text.includes(mark)) ? [name] : [],
  );
}

test('a daemon on SQLite loads nothing of the queue, nor of PostgreSQL', async () => {
  expect(await loaded({})).toEqual([]);
  const server = await startPostgres();
  onTestFinished(() => server.close());
  const database = { url: await createDatabase(server.url) };
  expect(await loaded({ database })).toEqual(['our queue', 'pg-boss', 'pg']);
});
