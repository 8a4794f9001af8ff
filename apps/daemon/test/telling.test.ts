import { DAY, HOUR, MINUTE } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { scene } from './installation/scene.js';

const OPS = { name: 'ops', email: { to: ['ops@example.com'] } };
const TEAM = { name: 'team', slack: { webhookUrlFile: './slack-hook' } };

test('routes: the first match wins unless it has `continue`', async () => {
  const { api, site } = await scene({
    inventory:
      'iccid,label,cost_centre\n8944000000000000001,Anna,sales-north\n8944000000000000002,Bert,lab\n',
    config: {
      receivers: [
        { name: 'critical', email: { to: ['critical@example.com'] } },
        { name: 'sales', email: { to: ['sales@example.com'] } },
        { name: 'rest', email: { to: ['rest@example.com'] } },
      ],
      routes: [
        { match: { severity: 'critical' }, receivers: ['critical'], continue: true },
        { match: { cost_centre: 'sales-*' }, receivers: ['sales'] },
        { match: {}, receivers: ['rest'] },
      ],
    },
  });
  api.add({ remaining: 50 });
  api.add({ remaining: 200 });
  await site.poll();

  const heard = site.mail.received
    .map(({ to, text }) => [to[0], /Anna/.test(text), /Bert/.test(text)])
    .sort();
  expect(heard).toEqual([
    ['critical@example.com', true, false],
    ['rest@example.com', false, true],
    ['sales@example.com', true, false],
  ]);
});

test('each traveller is notified of their own eSIM at the address in the inventory, and of nothing else', async () => {
  const { api, site } = await scene({
    inventory:
      'iccid,label,email\n8944000000000000001,Anna,anna@example.com\n8944000000000000002,Bert,bert@example.com\n8944000000000000003,Cleo,\n',
    config: { receivers: [{ name: 'traveller', email: { to: 'inventory' } }] },
  });
  for (let index = 0; index < 4; index++) api.add({ remaining: 50 });
  await site.poll();

  const heard = site.mail.received.map(({ to, text }) => `${to} ${/Anna|Bert|Cleo/.exec(text)}`).sort();
  expect(heard).toEqual(['anna@example.com Anna', 'bert@example.com Bert']);
});

test('a traveller is addressed in person and in their language, without internal data of the company', async () => {
  const { api, site } = await scene({
    inventory:
      'iccid,label,email,cost_centre,project,language\n8944000000000000001,Anna,anna@example.com,secret-centre,secret-project,de\n8944000000000000002,Bert,bert@example.com,secret-centre,,\n',
    config: {
      receivers: [{ name: 'traveller', email: { to: 'inventory' } }],
    },
  });
  api.add({ remaining: 50 });
  api.add({ remaining: 0 });
  await site.poll();

  const mailTo = (address: string) => site.mail.received.find(({ to }) => to.includes(address));
  const [anna, bert] = [mailTo('anna@example.com'), mailTo('bert@example.com')];
  expect(anna?.subject).toBe('Ihre eSIM hat noch 50 MB von 1 GB');
  expect(anna?.text).toContain('bitten Sie Ihre Reisestelle um eine Aufladung');
  expect(anna?.html).toContain('<html lang="de">');
  expect(bert?.subject).toBe('Your eSIM has no data left');
  expect(bert?.text).toContain('ask your travel desk for a top-up');
  for (const mail of [anna, bert]) {
    for (const part of [mail?.text, mail?.html]) {
      expect(part).not.toMatch(/secret-|roamwatch alerts|low-data|used-up/);
    }
  }
});

test('a message names the worst first, and an eSIM once, at its worst alert', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 200 });
  api.add({ remaining: 90, expiredAt: NOON + 2 * DAY });
  api.add({ remaining: 50 });
  api.add({ remaining: 0 });
  await site.poll();

  const [mail] = site.mail.received;
  expect(mail?.subject).toBe(
    '[critical] 4 eSIMs need attention (3 critical): eSIM …000004 has no data left, …',
  );
  const cards = [...(mail?.text ?? '').matchAll(/^(CRITICAL|WARNING): eSIM …00000(\d)$/gm)];
  expect(cards.map(([, state, number]) => `${state} ${number}`)).toEqual([
    'CRITICAL 4',
    'CRITICAL 3',
    'CRITICAL 2',
    'WARNING 1',
  ]);
});

test('quiet hours mute warnings and let criticals pass; alerts still open are sent once when they end', async () => {
  const { api, site } = await scene({
    config: { receivers: [{ ...OPS, quietHours: { from: '11:00', to: '15:00' } }] },
  });
  const [warned, critical, passing] = [api.add(), api.add(), api.add()];
  await site.poll();

  warned.remaining = 200;
  critical.remaining = 50;
  passing.remaining = 200;
  await site.pollAfter(MINUTE);
  expect(site.subjects).toHaveLength(1);
  expect(site.mail.received[0]?.text).toContain(critical.iccid);
  expect(site.mail.received[0]?.text).not.toContain(warned.iccid);

  passing.status = 'EXPIRED';
  await site.pollAfter(HOUR);
  site.wait(2 * HOUR);
  await site.tick();
  await site.tick();
  await site.pollAfter(HOUR);

  expect(site.subjects).toHaveLength(2);
  expect(site.mail.received[1]?.text).toContain(warned.iccid);
  expect(site.mail.received[1]?.text).not.toContain(passing.iccid);
});

test('a silence mutes all that it matches, criticals too, and open alerts are sent once when it ends', async () => {
  const { api, site } = await scene();
  const [silenced, other] = [api.add(), api.add()];
  await site.poll();
  await (await site.context).store.silences.add({
    matcher: `iccid=${silenced.iccid}`,
    comment: '',
    createdAt: site.clock.now,
    endsAt: site.clock.now + 2 * HOUR,
  });

  silenced.remaining = 50;
  other.remaining = 50;
  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(1);
  expect(site.mail.received[0]?.text).not.toContain(silenced.iccid);

  site.wait(HOUR + MINUTE);
  await site.tick();
  await site.tick();
  expect(site.subjects).toHaveLength(2);
  expect(site.mail.received[1]?.text).toContain(silenced.iccid);
});

test('open criticals are sent again every repeat, as reminders with age and count, until acknowledged', async () => {
  const { api, site } = await scene({ config: { receivers: [{ ...OPS, repeat: '24h' }] } });
  const esim = api.add({ remaining: 50 });
  api.add({ remaining: 200 });
  await site.poll();
  await site.pollAfter(23 * HOUR);
  expect(site.subjects).toHaveLength(1);

  site.wait(HOUR + MINUTE);
  await site.tick();
  await site.tick();
  expect(site.subjects).toHaveLength(2);
  expect(site.subjects[1]).toMatch(/still/i);
  expect(site.mail.received[1]?.text).toMatch(/Why: Open for 24 h; reminder 1\./);

  const [alert] = (await (await site.context).store.alerts.open()).filter(
    ({ severity }) => severity === 'critical',
  );
  await (await site.context).store.alerts.acknowledge(alert?.id ?? 0, site.clock.now, 'ann', 'on it');
  await site.pollAfter(3 * DAY);
  expect(site.subjects).toHaveLength(2);

  esim.remaining = 0;
  await site.pollAfter(HOUR);
  expect(site.subjects).toHaveLength(3);
  await site.pollAfter(25 * HOUR);
  expect(site.subjects).toHaveLength(4);
});

test('one bad mailbox delays no other, is not retried, and another receiver is notified', async () => {
  const { api, site } = await scene({
    config: { receivers: [{ name: 'ops', email: { to: ['gone@example.com', 'ops@example.com'] } }, TEAM] },
  });
  api.add({ remaining: 50 });
  site.mail.setFaults([
    { at: 'recipient', recipient: 'gone@example.com', how: { code: 550, text: 'no such user' } },
  ]);

  const { summary, problems } = await site.poll();
  expect(site.mail.received.map(({ to }) => to.join())).toEqual(['ops@example.com']);
  expect(summary.notificationsSent).toBe(3);
  expect(problems.join()).toMatch(/could not be delivered/);
  const notices = site.hook.received.map(({ body }) => body.toString()).filter((body) => /550/.test(body));
  expect(notices).toHaveLength(1);

  await site.pollAfter(DAY);
  expect(site.mail.received).toHaveLength(1);
  expect(site.hook.received).toHaveLength(2);
});

test('a Slack hook with Retry-After gets nothing until then, and its message once; email is not delayed', async () => {
  const { api, site } = await scene({ config: { receivers: [OPS, TEAM] } });
  api.add({ remaining: 50 });
  site.hook.answerNext({ status: 429, headers: { 'Retry-After': '600' } });

  const { summary } = await site.poll();
  expect(summary).toMatchObject({ notificationsSent: 1, notificationsPending: 1 });

  site.wait(9 * MINUTE);
  await site.tick();
  expect(site.hook.received).toHaveLength(1);
  site.wait(2 * MINUTE);
  await site.tick();
  await site.tick();
  expect(site.hook.received).toHaveLength(2);
  expect(site.mail.received).toHaveLength(1);
});

test('an alert resolved before it could be sent is not sent', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 50 });
  site.mail.setFaults([{ at: 'connect', how: { code: 421 } }]);
  await site.poll();
  expect((await (await site.context).store.outbox.counts()).pending).toBe(1);

  Object.assign(esim, { allowed: 2048, remaining: 2000 });
  await site.pollAfter(HOUR);
  site.mail.setFaults([]);
  await site.pollAfter(2 * HOUR);
  await site.pollAfter(2 * HOUR);

  expect(site.mail.received).toEqual([]);
  expect(await (await site.context).store.outbox.counts()).toMatchObject({ pending: 0, dead: 0 });
});

test('an alert that escalated while it could not be sent is sent once, in its latest state', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 200 });
  site.mail.setFaults([{ at: 'connect', how: { code: 421 } }]);
  await site.poll();
  esim.remaining = 50;
  await site.pollAfter(HOUR);

  site.mail.setFaults([]);
  await site.pollAfter(2 * HOUR);
  await site.pollAfter(2 * HOUR);

  expect(site.mail.received).toHaveLength(1);
  expect(site.mail.received[0]?.text).toMatch(/critical/i);
  expect((await (await site.context).store.outbox.counts()).pending).toBe(0);
});

test('a confirmation that is lost leads to the same message again, with the same Message-ID', async () => {
  const { api, site } = await scene();
  api.add({ remaining: 50 });
  site.mail.setFaults([{ at: 'accepted', how: 'cut', times: 1 }]);
  await site.poll();
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);

  const ids = site.mail.received.map(({ headers }) => headers.get('message-id'));
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('a mail server that stays away for a day: dead-lettered, and another receiver is notified once', async () => {
  const { api, site } = await scene({ config: { receivers: [OPS, { ...TEAM, repeat: 'never' }] } });
  api.add({ remaining: 50 });
  site.mail.setFaults([{ at: 'connect', how: { code: 421 } }]);
  await site.poll();
  for (let hour = 0; hour < 30; hour++) {
    site.wait(HOUR);
    await site.tick();
  }

  expect(await (await site.context).store.outbox.counts()).toMatchObject({ pending: 0, dead: 1 });
  const told = site.hook.received.map(({ body }) => body.toString());
  expect(told).toHaveLength(2);
  expect(told[1]).toMatch(/could not be delivered/);
});

test('a message joins the thread of its worst alert, and ties no two threads together', async () => {
  const { api, site } = await scene();
  const [first, second] = [api.add({ remaining: 200 }), api.add()];
  await site.poll();
  second.remaining = 220;
  await site.pollAfter(HOUR);
  first.remaining = 60;
  second.remaining = 90;
  await site.pollAfter(HOUR);

  const [one, two, both] = site.mail.received.map(({ headers }) => headers);
  expect(site.mail.received).toHaveLength(3);
  expect([one?.has('references'), two?.has('references')]).toEqual([false, false]);
  expect(both?.get('references')).toBe(one?.get('message-id'));
  expect(both?.get('in-reply-to')).toBe(one?.get('message-id'));
});

test('advice fits the failure: a mailbox that does not exist is no wrong password', async () => {
  const { api, site } = await scene({ config: { receivers: [OPS, TEAM] } });
  site.mail.setFaults([{ at: 'recipient', how: { code: 550, text: '5.1.1 no such user' } }]);
  api.add({ remaining: 50 });
  await site.poll();

  const notice = site.hook.received.map(({ body }) => body.toString()).find((body) => /550/.test(body));
  expect(notice).toContain('rejected the recipient');
  expect(notice).toContain('check the address');
  expect(notice).not.toMatch(/password|smtp\./);
});
