import { createDatabase, startPostgres } from '@roamwatch/test-peers/postgres';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig, silentLog } from '../src/index.js';
import { openQueue } from '../src/open-queue.js';
import { scene } from './installation/scene.js';
import { until, Workers } from './installation/workers.js';

/** Of UTC, in so many milliseconds. */
function dailyIn(ms: number): string {
  const then = new Date(Date.now() + ms);
  return `${then.getUTCSeconds()} ${then.getUTCMinutes()} ${then.getUTCHours()} * * *`;
}

test('a poll whose time comes while the database is away is made when it is back', {
  timeout: 240_000,
}, async () => {
  const config = { timeZone: 'UTC', poll: { schedule: '0 0 1 1 *' } };
  const workers = await Workers.prepare(30, config);
  const { server, site, url } = workers;
  await workers.startAll();
  await until('the first poll', async () => (await workers.polls()) === 1);
  site.configure({ ...config, database: { url }, poll: { schedule: dailyIn(10_000) } });
  for (const { process } of workers.running) process.kill('SIGHUP');
  for (const one of workers.running) await one.saying('"event":"reloaded"');
  await server.stop();
  const failed = () => workers.events('job-failed').filter(({ job }) => job === 'poll');
  await until('its time comes', () => failed().length === workers.running.length);
  await server.start();
  await until('the poll', async () => (await workers.polls()) === 2);
  expect(workers.events('poll-led')).toHaveLength(2);
  await workers.stopAll();
});

test('a job that cannot be sent because the database is away fails like a write to the store', async () => {
  const server = await startPostgres();
  onTestFinished(() => server.close());
  const { site } = await scene({ config: { database: { url: await createDatabase(server.url) } } });
  const queue = await openQueue(loadConfig(site.configFile, {}), silentLog());
  if (queue === null) throw new Error('PostgreSQL has a queue');
  onTestFinished(() => queue.stop());
  await server.stop();
  await expect(queue.send({ kind: 'tick' })).rejects.toMatchObject({ reason: 'unreachable' });
});
