import { DAY, HOUR } from '@roamwatch/core';
import { Daemon } from 'roamwatch/test/installation/daemon.js';
import { NOON } from 'roamwatch/test/installation/installation.js';
import { scene } from 'roamwatch/test/installation/scene.js';
import { expect, test } from 'vitest';
import { type Opened, useBrowser } from './browser.js';

const opened = useBrowser();
const LOOKS = [{ viewport: { width: 1280, height: 900 } }, { viewport: { width: 390, height: 844 } }];
const SCREENS = [
  '/',
  '/esims',
  '/alerts',
  '/alerts?state=resolved',
  '/silences',
  '/outbox',
  '/reports',
  '/inventory',
];
const CALM = /favicon-ok|headline-ok|No open alerts|Every monitored|Every listed/;

/** The innermost element that makes a page scroll sideways; null: it does not. */
const WIDEST = `document.documentElement.scrollWidth <= innerWidth ? null : [...document.querySelectorAll('body *')]
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && one.closest('.scroll, svg') === null)
  .map((one) => one.outerHTML.slice(0, 120)).at(-1)`;

/** What a label, a status, a place, a package or a comment can be. */
const STRANGE = [
  '<script>window.ran=1</script>',
  `"><img src=x onerror="window.ran=1">`,
  "'-alert(1)-' javascript:alert(1)",
  '</textarea></title><svg onload=alert(1)>',
  `{{constructor.constructor("alert(1)")()}} \${alert(1)}`,
  '\u202eTravel\u2066\u0000\u0007\u001b[31m\ufffe',
  'lone \ud800 and \udc00 surrogates',
  'L'.repeat(400),
  'many words '.repeat(60).trim(),
  '=HYPERLINK("http://example.com")',
  '👩‍👩‍👧‍👦 Ａ́̂̃ ﷽ नमस्ते',
];

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function iccidOf(index: number): string {
  return `89440000000000000${String(index + 10)}`;
}

async function started(site: Awaited<ReturnType<typeof scene>>['site']): Promise<string> {
  await site.stop();
  const daemon = await Daemon.start(site);
  return String((await daemon.event('started')).http);
}

/** Opens screens and reports what is wrong with them. */
async function look({ page, faults, axe }: Opened, base: string, paths: readonly string[]) {
  const found: string[] = [];
  for (const path of paths) {
    const response = await page.goto(base + path);
    if (response?.status() !== 200) found.push(`${path}: ${response?.status()}`);
    if (await page.evaluate<boolean>("'ran' in window")) found.push(`${path}: a script ran`);
    if ((await page.locator('img, main script, main iframe').count()) > 0) found.push(`${path}: injected`);
    const wide = await page.evaluate<string | null>(WIDEST);
    if (wide !== null) found.push(`${path} scrolls sideways: ${wide}`);
    if (path.split('/').length < 3) found.push(...(await axe()).map((text) => `${path}: ${text}`));
  }
  return [...found, ...faults];
}

test('whatever people and the provider call things is text, and nothing else', async ({ skip }) => {
  const inventory = STRANGE.map((text, index) => `${iccidOf(index)},${quoted(text)},,${quoted(text)}`);
  const { api, site } = await scene({
    inventory: `iccid,label,email,cost_centre\n${inventory.join('\n')}\n`,
    config: { http: { listen: '127.0.0.1:0' } },
  });
  for (const [index, text] of STRANGE.entries()) {
    api.add({
      iccid: iccidOf(index),
      id: index === 1 ? '"><b>id' : `esim-${index}`,
      status: index < 5 ? text : 'INSTALLED',
      remaining: 50,
      expiredAt: NOON + 9 * DAY,
      days: [{ date: '2026-03-01', usage: 80 * 1024, location: text }],
      packages: [{ name: text, at: NOON - 40 * DAY }],
    });
  }
  await site.poll();
  await site.pollAfter(4 * HOUR);
  const { store } = await site.context;
  const open = await store.alerts.open();
  for (const [index, { id }] of open.entries()) {
    const text = STRANGE[index % STRANGE.length] ?? '';
    await store.alerts.acknowledge(id, site.clock.now, text, text);
    await store.silences.add({
      matcher: `label=${text.replaceAll(',', '')}`,
      comment: text,
      createdAt: site.clock.now,
      endsAt: site.clock.now + HOUR,
      createdBy: text,
    });
  }
  const base = await started(site);
  const esims = api.esims.map(({ iccid }) => `/esims/${iccid}`);
  const found: string[] = [];
  for (const options of LOOKS) {
    const browser = await opened(skip, options);
    const searches = STRANGE.slice(0, 5).map(
      (text) => `/esims?q=${encodeURIComponent(text)}&status=${encodeURIComponent(text)}`,
    );
    const alerts = open
      .slice(0, 4)
      .map(({ id }) => `/alerts/${id}?matcher=${encodeURIComponent(STRANGE[1] ?? '')}`);
    found.push(...(await look(browser, base, [...SCREENS, ...esims.slice(0, 9), ...alerts, ...searches])));
    await browser.page.context().close();
  }
  expect(found).toEqual([]);
}, 120_000);

test('before the first poll nothing looks like an all-clear', async ({ skip }) => {
  const { api, site } = await scene({ config: { http: { listen: '127.0.0.1:0' } } });
  api.trouble = { status: 503, body: 'down' };
  const base = await started(site);
  const browser = await opened(skip, LOOKS[0]);
  expect(await look(browser, base, SCREENS)).toEqual([]);
  await browser.page.goto(base);
  expect(await browser.page.content()).not.toMatch(CALM);
  expect(await browser.page.getByRole('heading', { level: 1 }).textContent()).toBe(
    'Waiting for the first poll',
  );
}, 60_000);

test('an account without eSIMs, and one with a single one', async ({ skip }) => {
  const { api, site } = await scene({ config: { http: { listen: '127.0.0.1:0' } } });
  await site.poll();
  const empty = await started(site);
  const browser = await opened(skip, LOOKS[1]);
  expect(await look(browser, empty, SCREENS)).toEqual([]);
  await browser.page.goto(empty);
  expect(await browser.page.content()).not.toMatch(CALM);

  const esim = api.add({ remaining: 1000 });
  await site.pollAfter(HOUR);
  expect(await look(browser, empty, [...SCREENS, `/esims/${esim.iccid}`])).toEqual([]);
}, 60_000);

test('a provider that is down leaves no green: not before its alert, and not after', async ({ skip }) => {
  const { api, site } = await scene({ config: { http: { listen: '127.0.0.1:0' } } });
  const esim = api.add({ remaining: 1000, expiredAt: NOON + 20 * DAY });
  await site.poll();
  api.trouble = { status: 503, body: 'down' };
  await site.pollAfter(HOUR);
  await site.pollAfter(HOUR);
  const base = await started(site);
  const { page } = await opened(skip, LOOKS[0]);
  const calm = async () => {
    await page.goto(base);
    return (
      CALM.exec(`${await page.locator('.headline').getAttribute('class')} ${await page.content()}`)?.[0] ??
      null
    );
  };
  expect(await calm()).toBeNull();
  await page.goto(`${base}/esims/${esim.iccid}`);
  expect(await page.locator('.page-head .mark-ok').count()).toBe(0);

  await site.pollAfter(HOUR);
  expect(await calm()).toBeNull();
  expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('1 alert needs attention');
  expect(await page.locator('main').textContent()).toContain('Provider');
}, 60_000);
