import { HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { run } from '../installation/program.js';
import { scene } from '../installation/scene.js';

const TWO = { name: 'ops', email: { to: ['gone@example.com', 'ops@example.com'] } };
const TEAM = { name: 'team', slack: { webhookUrlFile: './slack-hook' } };
const INVENTORY = [
  'iccid,label,email',
  '8944000000000000001,Anna Kern,anna@example.com',
  '8944000000000000002,Ben Kern,ben@example.com',
].join('\n');

const refusing = (recipient: string) =>
  ({ at: 'recipient', recipient, how: { code: 550, text: 'no such user' } }) as const;

test('the receiver notified instead gets the eSIMs, the reason, the recipient and advice', async () => {
  const { api, site } = await scene({ inventory: INVENTORY, config: { receivers: [TWO, TEAM] } });
  api.add({ remaining: 50 });
  site.mail.setFaults([refusing('gone@example.com')]);
  await site.poll();

  const notices = site.hook.received.map(({ body }) => body.toString()).filter((body) => /550/.test(body));
  expect(notices).toHaveLength(1);
  for (const part of [
    'A message to ops (gone@example.com) could not be delivered',
    'Delivery to ops (gone@example.com) failed permanently after 1 attempt',
    'critical: Anna Kern, ICCID 8944000000000000001: 50 MB of 1 GB left (4.9 %), at or below 10 %',
    'roamwatch outbox retry ',
  ]) {
    expect(notices[0]).toContain(part);
  }
});

test('messages dead-lettered in one go are one notice', async () => {
  const { api, site } = await scene({
    inventory: INVENTORY,
    config: { receivers: [{ name: 'traveller', email: { to: 'inventory' } }, TEAM] },
  });
  api.add({ remaining: 50 });
  api.add({ remaining: 40 });
  site.mail.setFaults([refusing('anna@example.com'), refusing('ben@example.com')]);
  await site.poll();

  const notices = site.hook.received.map(({ body }) => body.toString()).filter((body) => /550/.test(body));
  expect(notices).toHaveLength(1);
  expect(notices[0]).toContain('2 messages could not be delivered');
  for (const name of ['Anna Kern', 'Ben Kern']) expect(notices[0]).toContain(name);
});

test('with one receiver alone, its other recipients are notified', async () => {
  const { api, site } = await scene({ config: { receivers: [TWO] } });
  api.add({ remaining: 50 });
  site.mail.setFaults([refusing('gone@example.com')]);
  await site.poll();

  expect(site.mail.received.map(({ subject, to }) => `${to} ${subject}`)).toEqual([
    expect.stringMatching(/^ops@example.com \[critical\]/),
    'ops@example.com [notice] A message to ops (gone@example.com) could not be delivered',
  ]);
});

test('without another receiver, the log names it, the outbox shows it, and a retry delivers it', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 50 });
  site.mail.setFaults([refusing('ops@example.com')]);
  const command = (...args: string[]) => run([...args, '--config', site.configFile]);

  const poll = await command('poll', '--log-format', 'json');
  expect(poll.code).toBe(1);
  expect(poll.stderr).toContain(`ICCID ${esim.iccid}: 50 MB of 1 GB left`);

  const shown = JSON.parse((await command('outbox', '--json')).stdout);
  expect(shown).toMatchObject([
    {
      state: 'failed',
      receiver: 'ops',
      attempts: 1,
      nextAttemptAt: null,
      lastError: expect.stringMatching(/550/),
      about: [{ iccid: esim.iccid, severity: 'critical' }],
    },
  ]);
  const id: string = shown[0].id;
  expect((await command('outbox')).stdout).toContain(id.slice(0, 8));
  expect((await command('alerts')).stdout).toMatch(/1 notification could not be delivered.*roamwatch outbox/);

  site.mail.setFaults([]);
  expect(await command('outbox', 'retry', id.slice(0, 8))).toMatchObject({ code: 0 });
  await command('poll');
  await command('poll');
  expect(site.mail.received).toHaveLength(1);
  expect(site.mail.received[0]?.headers.get('message-id')).toContain(id);
  expect((await command('outbox')).stdout).toMatch(/^No notification is pending or failed\.\n/);
});

test('a dead-lettered message can be discarded; a wrong ID is answered with advice', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 50 });
  site.mail.setFaults([refusing('ops@example.com')]);
  await site.poll();
  const [message] = await (await site.context).store.outbox.undelivered();
  const command = (...args: string[]) => run(['outbox', ...args, '--config', site.configFile]);

  expect(await command('discard', 'nonsense')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('roamwatch outbox'),
  });
  expect(await command('retry')).toMatchObject({ code: 2 });
  expect(await command('discard', message?.id ?? '')).toMatchObject({ code: 0 });
  expect(await (await site.context).store.outbox.counts()).toMatchObject({ pending: 0, dead: 0 });
});

test('a second life lasts as long as the first', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 50 });
  site.mail.setFaults([{ at: 'connect', how: { code: 421 } }]);
  await site.poll();
  for (let hour = 0; hour < 26; hour++) {
    site.wait(HOUR);
    await site.tick();
  }
  const { outbox } = (await site.context).store;
  const [given] = await outbox.undelivered();
  expect(given).toMatchObject({ state: 'dead' });
  await outbox.retry(given?.id ?? '', site.clock.now);
  for (let hour = 0; hour < 20; hour++) {
    await site.tick();
    site.wait(HOUR);
  }
  expect(await outbox.undelivered()).toMatchObject([{ state: 'pending' }]);
  site.mail.setFaults([]);
  site.wait(HOUR + MINUTE);
  await site.tick();
  expect(site.mail.received).toHaveLength(1);
});
