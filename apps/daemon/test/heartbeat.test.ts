import { startHookCatcher } from '@roamwatch/test-peers';
import { expect, onTestFinished, test } from 'vitest';
import { Daemon, sample } from './installation/daemon.js';
import { scene } from './installation/scene.js';

async function watcher() {
  const catcher = await startHookCatcher();
  onTestFinished(() => catcher.close());
  return { catcher, heartbeatUrl: `${catcher.url}/ping/HEARTBEAT-SECRET` };
}

const HTTP = { http: { listen: '127.0.0.1:0' } };

test('the heartbeat receives every good poll', async () => {
  const { catcher, heartbeatUrl } = await watcher();
  const { site } = await scene({ config: { ...HTTP, heartbeatUrl } });
  const daemon = await Daemon.start(site);

  await daemon.event('heartbeat');
  expect(catcher.received.map(({ method, path }) => [method, path])).toEqual([
    ['GET', '/ping/HEARTBEAT-SECRET'],
  ]);
  expect(sample(await daemon.metrics(), 'roamwatch_heartbeats_total{outcome="arrived"}')).toBe(1);
});

test('but of no bad one', async () => {
  const { catcher, heartbeatUrl } = await watcher();
  const { api, site } = await scene({ config: { ...HTTP, heartbeatUrl } });
  api.token = 'rotated';
  const daemon = await Daemon.start(site);

  await daemon.event('cycle');
  await daemon.stop();
  expect(catcher.received).toEqual([]);
});

test('an address that does not answer is a line in the log without the address, and nothing more', async () => {
  const { catcher, heartbeatUrl } = await watcher();
  catcher.answerNext({ status: 500, body: 'HEARTBEAT-SECRET' });
  const { site } = await scene({ config: { ...HTTP, heartbeatUrl } });
  const daemon = await Daemon.start(site);
  expect(await daemon.event('heartbeat-failed')).toMatchObject({ reason: 'HTTP 500' });
  expect((await daemon.get('/readyz')).status).toBe(200);
  expect(sample(await daemon.metrics(), 'roamwatch_heartbeats_total{outcome="failed"}')).toBe(1);
  await daemon.stop();

  await catcher.close();
  const again = await Daemon.start(site);
  site.wait(3600);
  await again.stop();
  const third = await Daemon.start(site);
  expect(await third.event('heartbeat-failed')).toMatchObject({ reason: 'ECONNREFUSED' });
  expect(JSON.stringify([daemon.lines, again.lines, third.lines])).not.toContain('HEARTBEAT-SECRET');
});
