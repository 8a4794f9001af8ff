import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createDatabase, startPostgres } from '@roamwatch/test-peers/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { start } from './installation/program.js';
import { scene } from './installation/scene.js';

/** What only the module that uses the queue's library contains. */
const MARK = 'roamwatch_queue';

/** Whether the daemon has loaded it by the time it ends, according to V8. */
async function loadsQueue(config: Readonly<Record<string, unknown>>): Promise<boolean> {
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
  return urls.some((url) => readFileSync(fileURLToPath(url), 'utf8').includes(MARK));
}

test('a daemon on SQLite loads nothing of the queue', async () => {
  expect(await loadsQueue({})).toBe(false);
  const server = await startPostgres();
  onTestFinished(() => server.close());
  expect(await loadsQueue({ database: { url: await createDatabase(server.url) } })).toBe(true);
});
