import { readdirSync } from 'node:fs';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import type { Installation } from './installation/installation.js';
import { type Running, start } from './installation/program.js';
import { scene } from './installation/scene.js';
import { balanceEvent, PUSH_SECRET, send, usageEvent } from './installation/vendor.js';

/** The real program, once it serves. */
async function running(site: Installation): Promise<{ readonly program: Running; readonly url: string }> {
  const program = start(['run', '--config', site.configFile, '--log-level', 'info', '--json']);
  await program.saying('roamwatch is watching');
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(
    program.output().slice(program.output().indexOf('started')),
  )?.[0];
  if (url === undefined) throw new Error(program.output());
  return { program, url };
}

const journal = (site: Installation) => readdirSync(site.folder).filter((name) => name.includes('-push-'));

test('an event that was accepted is not lost by kill -9, and has its effect once the program runs again', async () => {
  const { api, site } = await scene({
    config: {
      poll: { schedule: '0 0 1 1 *' },
      http: { listen: '127.0.0.1:0' },
      push: { secretFiles: ['./push-secret'] },
    },
  });
  site.write('push-secret', PUSH_SECRET);
  const esim = api.add({ remaining: 600 });
  const now = Math.floor(Date.now() / 1000);

  const first = await running(site);
  await first.program.saying('poll cycle finished');
  // Nobody can write meanwhile, so what is accepted is not in the database.
  const other = new Database(site.database);
  other.exec('begin immediate');
  esim.remaining = 240;
  const accepted = [usageEvent(esim, 240, now), balanceEvent('low_balance', now, 31.5)];
  for (const event of accepted) expect((await send(first.url, event)).status).toBe(200);
  first.program.process.kill('SIGKILL');
  await first.program.ended;
  expect(journal(site).length).toBeGreaterThan(0);
  other.exec('rollback');
  other.close();
  api.requests.length = 0;

  const second = await running(site);
  await site.mail.waitFor(2, 25_000);
  expect([...site.subjects].sort()).toEqual([
    expect.stringContaining('balance is low'),
    expect.stringContaining('240 MB'),
  ]);
  expect(api.requests.filter(({ path }) => path.endsWith('/details'))).toHaveLength(1);
  second.program.process.kill('SIGTERM');
  expect((await second.program.ended).code).toBe(0);
  expect(journal(site)).toEqual([]);
});
