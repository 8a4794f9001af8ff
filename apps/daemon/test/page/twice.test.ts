import { expect, test } from 'vitest';
import { pageScene } from './scene.js';

/** What a second click, or another tab, sends again: each form with what is confirmed the second time. */
const FORMS: readonly (readonly [path: string, fields: string, confirmed: RegExp])[] = [
  ['/alerts', 'action=acknowledge&alert=1&alert=2&comment=on+it', /it is acknowledged or resolved already/],
  ['/alerts/1', 'action=unacknowledge', /there is no acknowledgement/],
  ['/silences', 'matcher=rule%3D*&for=1d&comment=x', /Silence 1 created/],
  ['/silences', 'action=end&silence=1', /Silence 1 ended/],
  ['/outbox', 'action=discard&notification=waiting', /it was delivered or discarded meanwhile/],
];

test('a form that is sent twice is done once, and the second answer says so', async () => {
  const { daemon, site } = await pageScene({}, {}, async ({ context, clock }) => {
    const to = { receiver: 'nobody', recipient: 'gone@example.com', createdAt: clock.now, body: {} };
    await (await context).store.outbox.queue([{ ...to, id: 'waiting', kind: 'test' }]);
  });
  const send = async (path: string, fields: string) => {
    const headers = { 'sec-fetch-site': 'same-origin', accept: 'text/html' };
    const body = new URLSearchParams(fields);
    const answer = await daemon.get(path, { method: 'POST', headers, body });
    return [answer.status, await answer.text()] as const;
  };
  for (const [path, fields, confirmed] of FORMS) {
    expect((await send(path, fields))[0]).toBe(200);
    expect(await send(path, fields)).toEqual([200, expect.stringMatching(confirmed)]);
  }
  const { alerts, silences } = (await site.context).store;
  expect(await silences.all()).toHaveLength(1);
  const [first] = (await alerts.open()).filter(({ acknowledgedAt }) => acknowledgedAt !== null);
  expect(first?.id).toBe(2);
}, 60_000);

test('two silences are two where their lengths, comments or matchers differ', async () => {
  const { daemon, site } = await pageScene();
  for (const fields of [
    'matcher=rule%3D*&for=1d',
    'matcher=rule%3D*&for=1h',
    'matcher=rule%3D*&for=1d&comment=x',
    'matcher=label%3Da&matcher=label%3Db&matcher=label%3Db&for=1d',
  ]) {
    const headers = { 'sec-fetch-site': 'same-origin' };
    await daemon.get('/silences', { method: 'POST', headers, body: new URLSearchParams(fields) });
  }
  const made = (await (await site.context).store.silences.all()).map(({ matcher }) => matcher);
  expect(made).toEqual(['rule=*', 'rule=*', 'rule=*', 'label=a', 'label=b']);
}, 60_000);
