import { HOUR } from '@roamwatch/core';
import type { ScriptedApi } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { Daemon } from '../installation/daemon.js';
import { NOON } from '../installation/installation.js';
import { scene } from '../installation/scene.js';
import { crawl } from './crawl.js';
import { englishIn, shownTexts } from './shown-texts.js';

const OPERATOR = 'operator-secret';
const GERMAN = { authorization: `Bearer ${OPERATOR}`, accept: 'text/html', 'accept-language': 'de' };
const INVENTORY =
  'iccid,label,email,cost_centre\n8944000000000000001,Anna,anna@example.com,vertrieb\n8944000000000000777,Karl,,vertrieb\n';

/** A line for everything that can be wrong with one, and files of which nothing can be used. */
const WRONG_INVENTORIES = [
  [
    'iccid,label,language,valid_from,telefon,cost_center',
    '8.944E+18,Anna',
    'x,Anna',
    ',Anna',
    '8944000000000000001,Anna,fr',
    '8944000000000000002,Anna,,1.2.2026',
    '8944000000000000001,Anna',
    `8944000000000000003,${'x'.repeat(501)}`,
    '8944000000000000004,a,b,c,d,e,f,g',
    '8944000000000000005,"Anna',
  ].join('\n'),
  'iccid,email\n8944000000000000001,anna',
  '',
  'label\nAnna',
  'iccid,iccid\n1,2',
  `iccid,label\n${'1,x"y\n'.repeat(1_001)}`,
];

/** How the provider as a whole can fail. */
const TROUBLES: readonly ScriptedApi['trouble'][] = [
  'cut',
  { status: 401, body: '{"status":"failed","message":"the token is not valid"}' },
  { status: 403, body: 'no' },
  { status: 429, body: 'slow down', headers: { 'retry-after': '1' } },
  { status: 302, body: '', headers: { location: 'https://example.com/' } },
  { status: 200, body: '<html>hello there</html>', type: 'text/html' },
  { status: 200, body: '{"status":"success","data":[]}' },
  { status: 200, body: '{"status":"failed","message":"this did not work"}' },
  null,
];

/** Failures of every kind that a page can show: of eSIMs, of polls, of deliveries. */
async function troubledScene() {
  const { api, site } = await scene({
    inventory: INVENTORY,
    config: {
      http: { listen: '127.0.0.1:0', token: OPERATOR },
      receivers: [
        { name: 'post', email: { to: ['post@example.com'] } },
        { name: 'kanal', slack: { webhookUrl: 'http://127.0.0.1:1/services/x' } },
        { name: 'haken', webhook: { url: 'http://127.0.0.1:1/' } },
      ],
    },
  });
  api.add({
    remaining: 5,
    expiredAt: NOON + 20 * HOUR,
    days: [{ date: '2026-03-01', usage: 90 * 1024, location: 'Japan' }],
  });
  api.add({ remaining: 700 });
  api.add({ unlimited: true });
  api.add({ usageCheck: false });
  api.add({ status: 'READY', lapsesAt: NOON + 40 * HOUR });
  api.add({ status: 'EXPIRED' });
  api.add({ remaining: 'viel' });
  for (const esim of api.esims) esim.packages = [{ name: '1 GB - 30 Tage', at: NOON - 40 * HOUR }];
  site.mail.setFaults([{ at: 'recipient', how: { code: 550, text: '5.1.1 no such mailbox of ours' } }]);
  await site.poll();
  const failing = api.esims.slice(1, 3);
  for (const [index, esim] of failing.entries()) {
    esim.trouble =
      index === 0 ? { status: 404, body: 'the thing is not here' } : { status: 503, body: 'busy' };
  }
  await site.pollAfter(HOUR);
  api.trouble = { status: 500, body: 'broken' };
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  const { store } = await site.context;
  for (const { id } of (await store.alerts.open()).slice(0, 1)) {
    await store.alerts.acknowledge(id, site.clock.now, 'operator', '');
  }
  await store.silences.add({
    matcher: 'rule=*',
    comment: '',
    createdAt: site.clock.now,
    endsAt: site.clock.now + HOUR,
    createdBy: 'local',
  });
  await site.stop();
  return { api, site, daemon: await Daemon.start(site) };
}

test('on German pages every word of ours is German, whatever fails; quotations are marked', async () => {
  const { api, site, daemon } = await troubledScene();
  const found: string[] = [];
  const read = (where: string, html: string) => {
    for (const text of shownTexts(html)) {
      const words = englishIn(text);
      if (words.length > 0) found.push(`${where}: ${words.join(' ')} in "${text}"`);
    }
  };
  for (const { path, status, body } of await crawl(daemon, GERMAN)) {
    expect([path, status]).toEqual([path, 200]);
    if (body.startsWith('<!doctype html>')) read(path, body);
  }
  const post = async (path: string, fields: Readonly<Record<string, string>>) =>
    read(
      `${path} ${JSON.stringify(fields).slice(0, 60)}`,
      await (
        await daemon.get(path, { method: 'POST', headers: GERMAN, body: new URLSearchParams(fields) })
      ).text(),
    );
  for (const csv of WRONG_INVENTORIES) await post('/inventory', { action: 'replace', csv });
  for (const matcher of ['x', 'severity=bad', 'rule=', 'rule=a,rule=b', 'rule=keine']) {
    await post('/silences', { matcher });
    read(matcher, await (await daemon.get(`/silences?matcher=${matcher}`, { headers: GERMAN })).text());
  }
  await post('/outbox', { action: 'retry' });
  await post('/alerts', { action: 'nothing', alert: '1' });
  await post('/reports', { action: 'close', month: '2026-13' });
  await post('/reports', { action: 'close', month: '2026-03' });
  await post('/reports', { action: 'close', month: '2026-02', comment: 'x'.repeat(70_000) });
  for (const path of ['/nichts', '/esims/nichts', '/alerts/999']) {
    read(path, await (await daemon.get(path, { headers: GERMAN })).text());
  }
  for (const trouble of TROUBLES) {
    api.trouble = trouble;
    await site.pollAfter(HOUR);
    for (const path of ['/', '/alerts', '/alerts?state=resolved', '/reports']) {
      const where = `${path} after ${JSON.stringify(trouble)}`;
      read(where, await (await daemon.get(path, { headers: GERMAN })).text());
    }
  }
  const login = { accept: 'text/html', 'accept-language': 'de' };
  read('/login', await (await daemon.get('/login', { headers: login })).text());
  expect(found).toEqual([]);
}, 60_000);

test('the same look finds the words of English pages', async () => {
  const { daemon } = await troubledScene();
  const english = { ...GERMAN, 'accept-language': 'en' };
  for (const path of ['/', '/esims', '/outbox', '/reports', '/inventory', '/alerts', '/silences']) {
    const html = await (await daemon.get(path, { headers: english })).text();
    expect([path, shownTexts(html).flatMap(englishIn).length > 0]).toEqual([path, true]);
  }
}, 60_000);

test('the words of a server are a quotation in its language', async () => {
  const { daemon } = await troubledScene();
  const outbox = await (await daemon.get('/outbox', { headers: GERMAN })).text();
  expect(outbox).toContain('Der Mailserver hat den Empfänger abgelehnt');
  expect(outbox).toMatch(/<q lang="en">550 5\.1\.1 no such mailbox of ours<\/q>/);
  expect(outbox).toContain('Slack ist nicht erreichbar');
  const esim = await (await daemon.get('/esims/8944000000000000002', { headers: GERMAN })).text();
  expect(esim).toContain('Der Anbieter kennt diese eSIM nicht.');
}, 60_000);
