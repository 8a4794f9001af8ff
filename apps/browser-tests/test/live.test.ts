import { Daemon } from 'roamwatch/test/installation/daemon.js';
import { pageScene } from 'roamwatch/test/page/scene.js';
import { expect, test } from 'vitest';
import { type Opened, useBrowser } from './browser.js';

const opened = useBrowser();
const TOKENS = { token: 'operator-secret', viewerToken: 'viewer-secret' };
const SOON = { timeout: 30_000 };

/** A daemon that keeps its port when it is started again. */
async function restartable(http: Readonly<Record<string, string>> = {}) {
  const { base, site, daemon } = await pageScene(http);
  let running = daemon;
  return {
    base,
    site,
    stop: () => running.stop(),
    async start() {
      site.configure({ http: { listen: new URL(base).host, ...http }, inventory: './inventory.csv' });
      running = await Daemon.start(site);
    },
    /** Acknowledges what is critical. */
    async acknowledge() {
      const { alerts } = (await site.context).store;
      for (const { id, severity } of await alerts.open()) {
        if (severity === 'critical') await alerts.acknowledge(id, site.clock.now, 'anna', 'known');
      }
    },
  };
}

async function iconOf({ page }: Opened): Promise<string | null> {
  return (await page.locator('link[rel=icon]').getAttribute('href'))?.match(/favicon-(\w+)/)?.[1] ?? null;
}

async function signIn({ page }: Pick<Opened, 'page'>): Promise<void> {
  await page.getByLabel('Access token').fill('operator-secret');
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** What a browser says of an answer to somebody who is not signed in. */
const NOT_SIGNED_IN = / 401 /;
/** What it says of a server that does not answer. */
const NO_ANSWER = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/;

test('a page says while its daemon is away that it is not live, and is current again after the restart', async ({
  skip,
}) => {
  const { base, stop, start, acknowledge } = await restartable();
  const browser = await opened(skip);
  const { page, faults } = browser;
  const toast = page.locator('#toast');
  await page.goto(base);
  expect([await page.title(), await iconOf(browser)]).toEqual([
    '2 critical · Overview · Roamwatch',
    'critical',
  ]);
  for (const [change, title, icon] of [
    [acknowledge, '1 warning · Overview · Roamwatch', 'warning'],
    [async () => {}, '1 warning · Overview · Roamwatch', 'warning'],
  ] as const) {
    await stop();
    await toast.getByText('Live update is interrupted').waitFor(SOON);
    expect(await iconOf(browser)).toBe('unknown');
    await change();
    await start();
    await expect.poll(() => iconOf(browser), SOON).toBe(icon);
    expect(await page.title()).toBe(title);
    await toast.waitFor({ state: 'hidden', ...SOON });
    await page.getByRole('heading', { level: 1, name: '1 alert needs attention' }).waitFor(SOON);
  }
  expect(faults.filter((fault) => !NO_ANSWER.test(fault))).toEqual([]);
}, 90_000);

test('an idle page goes to the login when its session ends; one in use keeps the input on it', async ({
  skip,
}) => {
  const { base, acknowledge } = await restartable(TOKENS);
  const browser = await opened(skip);
  const { page: idle, faults } = browser;
  await idle.goto(`${base}/esims`);
  await signIn(browser);
  const inUse = await idle.context().newPage();
  await inUse.goto(`${base}/alerts?severity=critical`);
  await inUse.locator('tbody').getByRole('checkbox').first().check();
  await inUse.getByLabel('Comment').fill('on it');

  const other = await idle.context().newPage();
  await other.goto(base);
  await other.getByRole('button', { name: 'Sign out' }).click();
  await acknowledge();
  await idle.waitForURL(`${base}/login?next=%2Fesims`, SOON);
  await inUse.locator('#toast').getByText('Your session has ended').waitFor(SOON);

  const [tab] = await Promise.all([
    idle.context().waitForEvent('page'),
    inUse.getByRole('link', { name: 'Sign in' }).click(),
  ]);
  await signIn({ page: tab });
  await inUse.getByRole('button', { name: 'Remove acknowledgement' }).click();
  expect(await inUse.getByRole('status').first().textContent()).toContain('removed from 1 alert');
  expect(faults).toEqual([]);
}, 60_000);

for (const javaScriptEnabled of [true, false]) {
  test(`a form that is sent after the session ended is sent again after the login, with JavaScript ${javaScriptEnabled}`, async ({
    skip,
  }) => {
    const { base, site } = await restartable(TOKENS);
    const browser = await opened(skip, { javaScriptEnabled });
    const { page, axe, faults } = browser;
    await page.goto(`${base}/alerts/1`);
    await signIn(browser);
    await page.getByLabel('Comment').first().fill(' two\nlines, "quoted" & <b>odd</b>');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Acknowledge' }).click();
    expect(await page.locator('main').textContent()).toContain('Nothing was changed.');
    if (javaScriptEnabled) expect(await axe()).toEqual([]);
    const { alerts } = (await site.context).store;
    expect((await alerts.open()).filter(({ acknowledgedAt }) => acknowledgedAt !== null)).toEqual([]);

    const [tab] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in' }).click(),
    ]);
    await signIn({ page: tab });
    expect(new URL(tab.url()).pathname).toBe('/alerts/1');
    await page.getByRole('button', { name: 'Send again' }).click();
    expect(await page.getByRole('status').first().textContent()).toContain('1 alert acknowledged.');
    expect(await page.locator('blockquote').textContent()).toBe('two lines, "quoted" & <b>odd</b>');
    expect(faults.filter((fault) => !NOT_SIGNED_IN.test(fault))).toEqual([]);
  }, 60_000);
}

test('a search after the session ended leads to the login, not to an empty list', async ({ skip }) => {
  const { base } = await restartable(TOKENS);
  const browser = await opened(skip);
  const { page, faults } = browser;
  await page.goto(`${base}/esims`);
  await signIn(browser);
  await page.context().clearCookies();
  await page.getByLabel('Search').fill('cleo');
  await page.waitForURL(/\/login\?next=%2Fesims%3Fq%3Dcleo/, SOON);
  await signIn(browser);
  expect(await page.locator('tbody').textContent()).toContain('Cleo Dupont');
  expect(faults.filter((fault) => !NOT_SIGNED_IN.test(fault))).toEqual([]);
}, 60_000);

test('going back after an action shows how things are now, and confirms nothing again', async ({ skip }) => {
  const { base } = await restartable();
  const { page, faults } = await opened(skip);
  await page.goto(`${base}/alerts`);
  await page.goto(`${base}/alerts/1`);
  await page.getByRole('button', { name: 'Acknowledge' }).click();
  const confirmed = page.getByText('1 alert acknowledged.');
  await confirmed.waitFor();
  for (const go of [() => page.reload(), () => page.goBack(), () => page.goForward()]) {
    await go();
    expect(page.url()).toBe(`${base}/alerts/1`);
    await page.getByRole('button', { name: 'Remove acknowledgement' }).waitFor(SOON);
    expect(await confirmed.count()).toBe(0);
  }
  await page.goBack();
  await page.goBack();
  expect(page.url()).toBe(`${base}/alerts`);
  expect(await page.locator('main').textContent()).toContain('Acknowledged by local');
  expect(faults).toEqual([]);
}, 60_000);
