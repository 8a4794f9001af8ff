import { startHookCatcher } from '@roamwatch/test-peers';
import { expect, onTestFinished, test } from 'vitest';
import { until, Workers } from './installation/workers.js';

/** Of the messages that nobody has noted as sent: who has claimed them. */
interface Claimed {
  readonly receiver: string;
  readonly holder: string | null;
}

test('killed when a peer has accepted a message, before that is noted: another worker repeats that message alone, under its id and at the pace of a hook', {
  timeout: 240_000,
}, async () => {
  const erp = await startHookCatcher();
  onTestFinished(() => erp.close());
  const workers = await Workers.prepare(10, {
    receivers: [
      { name: 'ops', email: { to: ['ops@example.com', 'boss@example.com'] } },
      { name: 'erp', webhook: { urlFile: './erp-hook' } },
      { name: 'team', slack: { webhookUrlFile: './slack-hook' } },
      { name: 'desk', slack: { webhookUrlFile: './slack-hook' } },
    ],
  });
  const { api, site } = workers;
  site.write('erp-hook', `${erp.url}/events`);
  await workers.startAll();
  await until('the first poll', async () => (await workers.polls()) === 1);

  site.mail.setFaults([{ at: 'accepted', recipient: 'ops@example.com', how: 'hang', times: 1 }]);
  site.hook.answerNext('hang');
  erp.answerNext('hang');
  for (const esim of api.esims.slice(0, 2)) esim.remaining = 20;
  const poll = workers.roamwatch('poll');
  const unsent = () =>
    workers.query<Claimed>(
      `select receiver, lease_holder as holder from message where state = 'pending' order by 1`,
    );
  await until('each peer has accepted one, and the others are sent', async () => {
    const accepted =
      site.mail.received.length === 2 && site.hook.received.length === 1 && erp.received.length === 1;
    // Who shares a hook with another waits for its turn.
    return accepted && (await unsent()).map(({ receiver }) => receiver).join() === 'desk,erp,ops,team';
  });
  const holders = new Set(
    (await unsent()).map(({ holder }) => Number(/^process (\d+) on /.exec(holder ?? '')?.[1])),
  );
  const killed = [...holders].map((pid) => workers.placeOf(pid));
  for (const place of killed) await workers.kill(place);
  for (const place of killed) workers.start(place);

  await until('everything is sent', async () => (await unsent()).length === 0);
  await poll;

  const to = (address: string) =>
    site.mail.received
      .filter((mail) => mail.to.includes(address))
      .map(({ headers }) => headers.get('message-id'));
  expect(to('boss@example.com')).toHaveLength(1);
  expect(to('ops@example.com')).toHaveLength(2);
  expect(new Set(to('ops@example.com')).size).toBe(1);
  const ids = erp.received.map(({ headers }) => headers['x-roamwatch-id']);
  expect([ids.length, new Set(ids).size]).toEqual([2, 1]);
  // Slack has no ids. What it had accepted comes again, and the other receiver's once.
  expect(site.hook.received).toHaveLength(3);

  // Who serves the hook is told to stop between two messages.
  const before = workers.events('message-sent').map(({ message }) => message);
  for (const esim of api.esims.slice(2, 4)) esim.remaining = 20;
  const again = workers.roamwatch('poll');
  const next = () =>
    workers
      .events('message-sent')
      .find(({ receiver, message }) => /^(team|desk)$/.test(`${receiver}`) && !before.includes(message));
  await until('the hook gets another one', () => next() !== undefined);
  const serving = workers.placeOf(next()?.pid);
  workers.running[serving]?.process.kill('SIGTERM');
  expect((await workers.running[serving]?.ended)?.code).toBe(0);
  await until('everything is sent', async () => (await unsent()).length === 0);
  await again;
  workers.start(serving);
  expect(site.hook.received).toHaveLength(5);

  // The hook got one a second at most, whoever served it.
  const arrivals = site.hook.received.map(({ receivedAtMs }) => receivedAtMs);
  const pauses = arrivals.slice(1).map((at, place) => at - (arrivals[place] ?? 0));
  expect(Math.min(...pauses)).toBeGreaterThan(900);
  await workers.stopAll();
});
