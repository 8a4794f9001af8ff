import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { Daemon, sample } from './installation/daemon.js';
import { start } from './installation/program.js';
import { scene } from './installation/scene.js';

const HTTP = { http: { listen: '127.0.0.1:0' } };
const LOW = [{ name: 'low-data', type: 'data-low', warning: ['25%'], critical: ['10%'] }];

async function running(config: Readonly<Record<string, unknown>> = {}) {
  const { api, site } = await scene({ config: { ...HTTP, rules: LOW, ...config } });
  const low = api.add({ remaining: 200 });
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');
  return { api, site, daemon, low };
}

const success = async (daemon: Daemon) =>
  sample(await daemon.metrics(), 'roamwatch_config_last_reload_success');

test('a good configuration takes effect between cycles, and no notification is repeated', async () => {
  const { site, daemon, low } = await running();
  expect(site.subjects).toHaveLength(1);

  site.configure({
    ...HTTP,
    rules: [{ ...LOW[0], warning: ['25%'], critical: ['15%'] }],
    receivers: [{ name: 'ops', email: { to: ['new@example.com'] } }],
  });
  expect(await daemon.reload()).toBe('reloaded');
  await site.tick();
  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(1);

  low.remaining = 150;
  await site.stop();
  await site.pollAfter(HOUR);
  // The daemon polls by the same clock, and may be the one that delivers.
  await site.mail.waitFor(2);
  expect(site.mail.received.map(({ to }) => to)).toEqual([['ops@example.com'], ['new@example.com']]);
  expect(await success(daemon)).toBe(1);
});

test('the daemon itself polls, routes and schedules by the new one', async () => {
  const { api, site, daemon, low } = await running();
  low.remaining = 90;
  site.configure({
    ...HTTP,
    rules: LOW,
    poll: { schedule: '0 * * * *' },
    receivers: [{ name: 'desk', email: { to: ['desk@example.com'] } }],
  });
  const asked = api.requests.length;

  expect(await daemon.reload()).toBe('reloaded');
  site.wait(HOUR);
  await daemon.event('cycle', 2);

  expect(api.requests.length).toBeGreaterThan(asked);
  await site.mail.waitFor(2);
  expect(site.mail.received[1]?.to).toEqual(['desk@example.com']);
});

test('the hourly request count continues', async () => {
  const { api, site } = await scene();
  for (let esims = 0; esims < 20; esims++) api.add();
  const limited = {
    ...HTTP,
    api: { baseUrl: api.url, tokenFile: './token', requestsPerSecond: 10_000, requestsPerHour: 10 },
  };
  site.configure(limited);
  const daemon = await Daemon.start(site);
  await daemon.event('cycle');

  site.configure({ ...limited, poll: { schedule: '* * * * * *' } });
  await daemon.reload();
  site.wait(2);
  await daemon.event('cycle', 2);
  expect(api.requests.length).toBeLessThanOrEqual(10);
});

test('a bad one changes nothing, is explained in the log and shows in the metrics until it is mended', async () => {
  const { site, daemon } = await running();
  site.configure({ ...HTTP, rulez: [], receivers: [{ name: 'ops', email: { to: ['new@example.com'] } }] });

  expect(await daemon.reload()).toBe('reload-refused');
  expect(daemon.lines.at(-1)?.reason).toMatch(
    /roamwatch\.yaml:\d+:\d+: rulez: unknown key; did you mean "rules"\?/,
  );
  expect(await success(daemon)).toBe(0);
  expect((await daemon.get('/readyz')).status).toBe(200);

  site.configure(HTTP);
  expect(await daemon.reload()).toBe('reloaded');
  expect(await success(daemon)).toBe(1);
});

test('a secret that is missing, a file that is gone and another database are refused', async () => {
  const { site, daemon } = await running();
  const whyNot = async (config: Readonly<Record<string, unknown>>) => {
    site.configure({ ...HTTP, ...config });
    expect(await daemon.reload()).toBe('reload-refused');
    return daemon.lines.at(-1)?.reason;
  };
  expect(await whyNot({ receivers: [{ name: 's', slack: { webhookUrlFile: './gone' } }] })).toMatch(
    /the file .*gone does not exist/,
  );
  expect(await whyNot({ database: 'sqlite:./other.db' })).toBe(
    'database changed; restart to apply the change',
  );
  expect(await whyNot({ http: { listen: '127.0.0.1:1' } })).toBe(
    'http.listen changed; restart to apply the change',
  );
  site.write('roamwatch.yaml', '{ not: yaml');
  expect(await daemon.reload()).toBe('reload-refused');
});

test('the HTTP token changes with the configuration', async () => {
  const { site, daemon } = await running();
  site.configure({ http: { listen: '127.0.0.1:0', token: 'first' } });
  await daemon.reload();
  await daemon.event('reloaded');

  expect((await daemon.get('/readyz')).status).toBe(401);
  expect((await daemon.get('/readyz', { headers: { authorization: 'Bearer first' } })).status).toBe(200);
});

test('SIGHUP does it to the real program, log level included, and does not end it', async () => {
  const { api, site } = await scene();
  const program = start(['run', '--config', site.configFile, '--log-format', 'json']);
  await program.saying('"event":"cycle"');

  site.write('roamwatch.yaml', 'nonsense: true');
  program.process.kill('SIGHUP');
  await program.saying('"event":"reload-refused"');

  const asked = api.requests.length;
  const polledAgain = new Promise<void>((resolve) => {
    api.onRequest = () => {
      if (api.requests.length > asked) resolve();
    };
  });
  site.configure({ log: { level: 'error' }, poll: { schedule: '* * * * * *' } });
  program.process.kill('SIGHUP');
  await polledAgain;
  site.configure({});
  program.process.kill('SIGHUP');
  await program.saying('"event":"reloaded"');

  program.process.kill('SIGTERM');
  const { code, stderr } = await program.ended;
  const said = (event: string) => stderr.split(`"event":"${event}"`).length - 1;
  // The reload at level error was not worth a line.
  expect([code, said('reload-refused'), said('reloaded'), said('stopped')]).toEqual([0, 1, 1, 1]);
});
