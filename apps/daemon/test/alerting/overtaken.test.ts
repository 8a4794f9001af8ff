import { DAY, HOUR, MINUTE, thresholdKey } from '@roamwatch/core';
import { expect, test } from 'vitest';
import type { Installation } from '../installation/installation.js';
import { scene } from '../installation/scene.js';

const OPS = { name: 'ops', email: { to: ['ops@example.com'] } };
/** Also on a connection that is open already. */
const AWAY = [{ at: 'recipient', recipient: 'ops@example.com', how: { code: 450 } }] as const;

/** Lets time pass with a tick every minute, so that every pending message is tried. */
async function lookFor(site: Installation, hours: number): Promise<void> {
  for (let minutes = 0; minutes < hours * 60; minutes += 20) {
    site.wait(20 * MINUTE);
    await site.tick();
  }
}

const messages = (site: Installation) => site.mail.received.map(({ subject }) => subject);

test('a pending opening that escalates twice is sent once in its latest state, and not again', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 200 });
  site.mail.setFaults([...AWAY]);
  await site.poll();
  esim.remaining = 80;
  await site.pollAfter(10 * MINUTE);
  site.mail.setFaults([]);
  await lookFor(site, 4);

  expect(messages(site)).toEqual([`[critical] eSIM …${esim.iccid.slice(-6)} has 80 MB of 1 GB left`]);
  const { alerts, outbox } = (await site.context).store;
  const [alert] = await alerts.open();
  const to = { receiver: 'ops', recipient: 'ops@example.com' };
  const [id] = await outbox.earlierMessages([alert?.id ?? 0], to);
  expect(await outbox.notificationsOf(id ?? '')).toMatchObject([
    { severity: 'critical', threshold: alert?.notified && thresholdKey(alert.notified) },
  ]);

  await site.pollAfter(HOUR);
  await lookFor(site, 2);
  expect(messages(site)).toHaveLength(1);
});

test('a pending opening whose eSIM leaves the list and comes back is sent once', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 200 });
  api.add();
  site.mail.setFaults([...AWAY]);
  await site.poll();
  const [gone] = api.esims.splice(0, 1);
  await site.pollAfter(HOUR);
  site.mail.setFaults([]);
  await lookFor(site, 2);
  expect(messages(site)).toEqual([]);

  if (gone) api.esims.push(gone);
  await site.pollAfter(HOUR);
  await lookFor(site, 2);
  expect(messages(site)).toEqual([`[warning] eSIM …${esim.iccid.slice(-6)} has 200 MB of 1 GB left`]);
});

test('a pending opening that resolves and opens again is sent once', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 200 });
  site.mail.setFaults([...AWAY]);
  await site.poll();
  esim.remaining = 900;
  await site.pollAfter(MINUTE);
  esim.remaining = 899;
  await site.pollAfter(MINUTE);
  expect(await site.open()).toEqual([]);
  esim.remaining = 190;
  await site.pollAfter(MINUTE);
  site.mail.setFaults([]);
  await lookFor(site, 4);

  expect(messages(site)).toHaveLength(1);
  expect(await (await site.context).store.outbox.counts()).toMatchObject({ pending: 0, dead: 0 });
});

test('a pending recovery is not sent once the alert opens again, nor is one that was sent before', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 200 });
  await site.poll();
  site.mail.setFaults([...AWAY]);
  esim.remaining = 900;
  await site.pollAfter(MINUTE);
  esim.remaining = 899;
  await site.pollAfter(MINUTE);
  esim.remaining = 190;
  await site.pollAfter(MINUTE);
  site.mail.setFaults([]);
  await lookFor(site, 4);
  expect(messages(site)).toHaveLength(1);

  esim.remaining = 50;
  await site.pollAfter(HOUR);
  expect(messages(site)).toHaveLength(2);
});

test('a warning whose attempts run into quiet hours is pending until their end', async () => {
  const { api, site } = await scene({
    config: { receivers: [{ ...OPS, quietHours: { from: '12:30', to: '18:00' } }] },
  });
  api.add({ remaining: 200 });
  site.mail.setFaults([...AWAY]);
  await site.poll();
  site.wait(31 * MINUTE);
  site.mail.setFaults([]);
  await lookFor(site, 5);
  expect(messages(site)).toEqual([]);

  await lookFor(site, 1);
  expect(messages(site)).toHaveLength(1);
});

test('a silence that begins while a message is pending mutes it, and of several eSIMs only the silenced one', async () => {
  const { api, site } = await scene();
  const [silenced, other] = [api.add({ remaining: 200 }), api.add({ remaining: 200 })];
  site.mail.setFaults([...AWAY]);
  await site.poll();
  await (await site.context).store.silences.add({
    matcher: `iccid=${silenced.iccid}`,
    comment: '',
    createdAt: site.clock.now,
    endsAt: site.clock.now + 6 * HOUR,
  });
  site.mail.setFaults([]);
  await lookFor(site, 5);
  expect(messages(site)).toHaveLength(1);
  expect(site.mail.received[0]?.text).toContain(other.iccid);
  expect(site.mail.received[0]?.text).not.toContain(silenced.iccid);

  await lookFor(site, 2);
  expect(messages(site)).toHaveLength(2);
  expect(site.mail.received[1]?.text).toContain(silenced.iccid);
  expect(site.mail.received[1]?.text).not.toContain(other.iccid);
});

test('a recipient that never got the opening gets no resolved notification', async () => {
  const { api, site } = await scene({
    config: { receivers: [{ name: 'ops', email: { to: ['gone@example.com', 'ops@example.com'] } }] },
  });
  const esim = api.add({ remaining: 200 });
  site.mail.setFaults([{ at: 'recipient', recipient: 'gone@example.com', how: { code: 550 } }]);
  await site.poll();
  site.mail.setFaults([]);
  Object.assign(esim, { allowed: 2048, remaining: 2000 });
  await site.pollAfter(HOUR);

  expect(site.mail.received.filter(({ to }) => to.includes('gone@example.com'))).toEqual(
    site.mail.received.filter(({ subject, to }) => to.includes('gone@example.com') && /notice/.test(subject)),
  );
  expect(site.mail.received.at(-1)?.text).toMatch(/topped up/);
});

test('a message describes the state when it is sent, not when it was written', async () => {
  const { api, site } = await scene();
  api.add({ startedAt: site.clock.now - 20 * DAY, expiredAt: site.clock.now + 20 * HOUR });
  site.mail.setFaults([...AWAY]);
  await site.poll();
  site.wait(18 * HOUR);
  site.mail.setFaults([]);
  await site.tick();

  expect(site.mail.received).toHaveLength(1);
  expect(site.mail.received[0]?.text).toMatch(/expires in 2 h /);
});

test('added data does not notify the same end again; a later end does', async () => {
  const { api, site } = await scene();
  const start = site.clock.now;
  const esim = api.add({ startedAt: start - 20 * DAY, expiredAt: start + 2 * DAY });
  await site.poll();
  Object.assign(esim, { allowed: 2048, remaining: 2048 });
  await site.pollAfter(HOUR);
  expect(messages(site)).toHaveLength(1);

  esim.expiredAt = start + 40 * DAY;
  await site.pollAfter(HOUR);
  expect(site.mail.received[1]?.text).toMatch(/renewed/);
  site.wait(35 * DAY);
  await site.tick();
  expect(await site.open()).toEqual([`expiring warning ${esim.iccid}`]);
});

test('low data that was muted and recovered meanwhile is sent as resolved, and sent when it is low again', async () => {
  const { api, site } = await scene();
  const esim = api.add({ remaining: 200 });
  await site.poll();
  esim.remaining = 0;
  await site.pollAfter(HOUR);
  esim.remaining = 700;
  await site.pollAfter(HOUR);
  esim.remaining = 699;
  await site.pollAfter(HOUR);
  esim.remaining = 190;
  await site.pollAfter(HOUR);

  const name = `eSIM …${esim.iccid.slice(-6)}`;
  expect(messages(site)).toEqual([
    `[warning] ${name} has 200 MB of 1 GB left`,
    `[critical] ${name} has no data left`,
    expect.stringMatching(/^\[resolved\] /),
    `[warning] ${name} has 190 MB of 1 GB left`,
  ]);
});
