import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { Daemon } from './installation/daemon.js';
import { scene } from './installation/scene.js';

const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const page = readFileSync(folder('../ops/README.md'), 'utf8');

function section(title: string): string {
  return page.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
}

/** The names in backticks in the first column of a section's table. */
function listedIn(title: string): string[] {
  return [...section(title).matchAll(/^\| (`.+?`) +\|/gm)]
    .flatMap(([, cell = '']) => [...cell.matchAll(/`([^`{]+)[^`]*`/g)])
    .map(([, name = '']) => name)
    .sort();
}

function sourcesIn(src: string): string[] {
  return readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(src, file), 'utf8'));
}

function sources(): string {
  return ['../src', '../../../packages/monitor/src', '../../../packages/work/src']
    .map(folder)
    .flatMap(sourcesIn)
    .join('\n');
}

test('every event in the code is on the page, and the other way round', () => {
  const inCode = new Set([...sources().matchAll(/event: '([a-z-]+)'/g)].map(([, name = '']) => name));
  expect(listedIn('Logs')).toEqual([...inCode].sort());
});

test('every metric is on the page, and the other way round; every line of a poll has its number and an event', async () => {
  const { api, site } = await scene({ config: { http: { listen: '127.0.0.1:0' } } });
  api.add({ remaining: 50 });
  api.add({ trouble: { status: 500, body: '' } });
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  const metrics = [...(await daemon.metrics()).matchAll(/^# TYPE (roamwatch_\w+)/gm)];
  await daemon.stop();

  expect(listedIn('Metrics')).toEqual(metrics.map(([, name]) => name).sort());
  for (const line of daemon.lines) expect(line.event, line.msg).toMatch(/^[a-z-]+$/);
  const ofThePoll = daemon.lines.filter(({ event = '' }) =>
    ['alert', 'esim-failed', 'units', 'cycle', 'message-sent'].includes(event),
  );
  expect(new Set(ofThePoll.map(({ event }) => event)).size).toBe(5);
  expect(ofThePoll.map(({ cycle }) => cycle)).toEqual(ofThePoll.map(() => 1));
});

test('pages and logs contain no secret and no address', async () => {
  const secrets = ['API-SECRET', 'HTTP-SECRET', 'HOOK-SECRET', 'HEARTBEAT-SECRET', 'ops@example.com'];
  const { api, site } = await scene({
    config: {
      http: { listen: '127.0.0.1:0', token: 'HTTP-SECRET' },
      heartbeatUrl: 'http://127.0.0.1:1/HEARTBEAT-SECRET',
      receivers: [
        { name: 'ops', email: { to: ['ops@example.com'] } },
        { name: 'team', slack: { webhookUrl: 'http://127.0.0.1:1/HOOK-SECRET' } },
      ],
    },
  });
  api.add({ remaining: 50 });
  api.token = 'API-SECRET';
  site.write('token', 'API-SECRET');
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  await daemon.event('message-retried');
  const authorization = 'Bearer HTTP-SECRET';
  const served = await Promise.all(
    ['/healthz', '/readyz', '/metrics', '/nothing'].map(async (path) => {
      const answer = await daemon.get(path, { headers: { authorization } });
      return `${JSON.stringify([...answer.headers])}${await answer.text()}`;
    }),
  );
  site.configure({ http: { listen: '127.0.0.1:0', token: 'HTTP-SECRET' }, heartbeatUrl: 'HEARTBEAT-SECRET' });
  await daemon.reload();
  await daemon.stop();

  const everything = JSON.stringify(daemon.lines) + served.join('');
  for (const secret of secrets) expect([secret, everything.includes(secret)]).toEqual([secret, false]);
});
