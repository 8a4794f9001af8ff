import { holdInstance } from '@roamwatch/monitor';
import { expect, onTestFinished, test } from 'vitest';
import type { Installation } from './installation/installation.js';
import { run, start } from './installation/program.js';
import { scene } from './installation/scene.js';

const RECEIVERS = {
  receivers: [
    { name: 'ops', email: { to: ['ops@example.com'] } },
    { name: 'traveller', email: { to: 'inventory' } },
  ],
};

const notify = ({ configFile }: Installation, ...args: readonly string[]) => [
  ...['notify', 'test', ...args, '--config', configFile],
];

test('a test message is marked, takes the path of every message, and its outcome is reported', async () => {
  const { site } = await scene({ config: RECEIVERS, inventory: 'iccid,label\n' });
  expect(await run(notify(site, 'ops'))).toMatchObject({
    code: 0,
    stdout: 'ops@example.com: sent\n',
    stderr: '',
  });
  expect(site.subjects).toEqual([expect.stringMatching(/^\[test\]/)]);

  const nobody = await run(notify(site, 'traveller'));
  expect([nobody.code, nobody.stderr]).toEqual([2, expect.stringMatching(/give one with --to/)]);
  expect((await run(notify(site, 'traveller', '--to', 'anna@example.com'))).code).toBe(0);

  await site.mail.close();
  const { code, stdout } = await run(notify(site, 'ops'));
  expect([code, stdout]).toEqual([
    1,
    expect.stringMatching(/not delivered yet, will be retried: no connection/),
  ]);
});

test('while the daemon runs it is the one to deliver it', async () => {
  const { site } = await scene({ config: RECEIVERS, inventory: 'iccid,label\n' });
  site.clock.now = Math.floor(Date.now() / 1000);
  onTestFinished(await holdInstance(await site.context));
  const command = start(notify(site, 'ops'));
  await command.saying('the daemon is running and will deliver it within a minute');
  expect(site.subjects).toEqual([]);

  site.wait(10);
  const { outbox } = (await site.context).store;
  while ((await outbox.counts()).pending === 0) await new Promise((look) => setTimeout(look, 20));
  await site.tick();
  expect(await command.ended).toMatchObject({ code: 0, stdout: 'ops@example.com: sent\n' });
  expect(site.subjects).toEqual([expect.stringMatching(/^\[test\]/)]);
});
