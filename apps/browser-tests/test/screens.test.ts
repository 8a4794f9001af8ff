import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { pageScene } from 'roamwatch/test/page/scene.js';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.js';
import { showcase } from './showcase.js';

/** For people to review. */
const SCREENSHOTS = fileURLToPath(new URL('../.vitest/screenshots/', import.meta.url));

const ANNA = '8944000000000000001';
const TOKENS = { token: 'operator-secret', viewerToken: 'viewer-secret' };

/** An address, or how to come to the screen. */
type Way = string | ((page: Page, base: string) => Promise<unknown>);

const SCREENS: Readonly<Record<string, Way>> = {
  login: async (page, base) => {
    await page.goto(base);
    await page.locator('[name=token]').fill('wrong');
    await page.locator('form.stack button').click();
  },
  overview: async (page) => {
    await page.locator('[name=token]').fill(TOKENS.token);
    await page.locator('form.stack button').click();
  },
  esims: '/esims',
  esim: `/esims/${ANNA}`,
  alerts: '/alerts',
  alert: '/alerts/2?matcher=cost_centre%3Dsales-north&for=1d',
  silences: '/silences?matcher=severity%3Dcritical&for=4h',
  outbox: '/outbox',
  reports: '/reports',
  inventory: '/inventory',
  'inventory-preview': (page, base) =>
    upload(
      page,
      base,
      `iccid,label,cost_centre\n${ANNA},Anna Berg,sales-north\n8944000000000000077,New One,field\n`,
    ),
  'inventory-refused': (page, base) => upload(page, base, 'iccid,label\n8.944E+18,Anna Kern\n12,Bert\n'),
  'no-match': '/esims?q=nobody',
  'resolved-alerts': '/alerts?state=resolved',
  'not-found': '/esims/404',
  'session-ended': async (page, base) => {
    await page.goto(`${base}/alerts/3`);
    await page.locator('#acknowledge-form [name=comment]').fill('Top-up is ordered');
    await page.context().clearCookies({ name: 'roamwatch_session' });
    await page.locator('#acknowledge-form button').click();
  },
};

async function upload(page: Page, base: string, csv: string): Promise<void> {
  await page.goto(`${base}/inventory`);
  const file = { name: 'inventory.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await page.locator('[name=file]').setInputFiles(file);
  await page.locator('[value=preview]').click();
}

const DESKTOP = { viewport: { width: 1280, height: 900 } };
/** The name of a control, or the text of what has the focus. */
const FOCUSED = `document.activeElement.name === 'comment' ? 'comment' : document.activeElement.textContent.trim()`;
const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: DESKTOP,
  dark: { ...DESKTOP, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 } },
  german: { ...DESKTOP, locale: 'de-DE' },
  'no-script': { ...DESKTOP, javaScriptEnabled: false },
};
/** Colours and layout differ; another language has the same markup. */
const FOR_AXE = ['light', 'dark', 'phone'];

mkdirSync(SCREENSHOTS, { recursive: true });
const opened = useBrowser();

test('every screen in every look: no error, nothing for axe to find, no sideways scrolling', async ({
  skip,
}) => {
  const { base } = await showcase(TOKENS);
  const found: string[] = [];
  for (const [look, options] of Object.entries(LOOKS)) {
    const { page, faults, refused, axe } = await opened(skip, options);
    for (const [name, way] of Object.entries(SCREENS)) {
      await (typeof way === 'string' ? page.goto(base + way) : way(page, base));
      // Without fonts nothing would be drawn, and contrast would pass.
      const heading = await page.locator('h1').first().boundingBox();
      if ((heading?.width ?? 0) < 20) found.push(`${look} ${name}: the heading has no width`);
      if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')) {
        found.push(`${look} ${name}: scrolls sideways`);
      }
      if (FOR_AXE.includes(look)) found.push(...(await axe()).map((text) => `${look} ${name}: ${text}`));
      await page.screenshot({ path: join(SCREENSHOTS, `${look}-${name}.png`), fullPage: true });
    }
    const unexpected = faults.filter((text) => !refused.includes(text));
    found.push(...unexpected.map((text) => `${look}: ${text}`));
    // The wrong token, the file that cannot be used, the eSIM that does not exist, the session that ended.
    if (refused.length !== 4) found.push(`${look}: ${refused}`);
    await page.context().close();
  }
  expect(found).toEqual([]);
}, 240_000);

test('an open page updates live, and its title and icon show the worst state', async ({ skip }) => {
  const { base, site } = await pageScene();
  const { page, faults } = await opened(skip);
  await page.goto(base);
  expect(await page.title()).toBe('2 critical · Overview · Roamwatch');
  expect(await page.locator('link[rel=icon]').getAttribute('href')).toBe('/assets/favicon-critical.svg');

  const { alerts } = (await site.context).store;
  for (const { id, severity } of await alerts.open()) {
    if (severity === 'critical') await alerts.acknowledge(id, site.clock.now, 'anna', 'known');
  }

  await expect.poll(() => page.title()).toBe('1 warning · Overview · Roamwatch');
  expect(await page.locator('link[rel=icon]').getAttribute('href')).toBe('/assets/favicon-warning.svg');
  await page.getByRole('heading', { level: 1, name: '1 alert needs attention' }).waitFor();
  expect(faults).toEqual([]);
}, 60_000);

test('the search finds while typing, keeps its words in the address, and keyboard alone reaches the content', async ({
  skip,
}) => {
  const { base } = await pageScene();
  const { page, faults } = await opened(skip, DESKTOP);
  await page.goto(`${base}/esims`);
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to content');
  await page.keyboard.press('Enter');
  await page.getByLabel('Search').fill('cleo');
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1);
  expect(await page.locator('tbody').textContent()).toContain('Cleo Dupont');
  expect(new URL(page.url()).searchParams.get('q')).toBe('cleo');
  expect(faults).toEqual([]);
}, 60_000);

test('by keyboard alone an alert is found, acknowledged with a comment, and released', async ({ skip }) => {
  const { base, site } = await pageScene();
  const { page, faults } = await opened(skip, DESKTOP);
  const focused = () => page.evaluate<string>(FOCUSED);
  const tabTo = async (text: string) => {
    for (let count = 0; count < 60; count++) {
      await page.keyboard.press('Tab');
      if ((await focused()).startsWith(text)) return;
    }
    throw new Error(`the keyboard does not reach ${text}`);
  };
  await page.goto(base);
  await tabTo('The full 1 GB has been used');
  // Where the focus is can be seen.
  expect(await page.evaluate<string>('getComputedStyle(document.activeElement).outlineStyle')).not.toBe(
    'none',
  );
  await page.keyboard.press('Enter');
  await page.waitForURL('**/alerts/*');
  await tabTo('comment');
  await page.keyboard.type('on it');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('status').first().waitFor();
  expect(await page.getByRole('status').first().textContent()).toContain('1 alert acknowledged.');
  await tabTo('Remove acknowledgement');
  await page.keyboard.press('Space');
  await page.getByText('Acknowledgement removed from 1 alert.').waitFor();
  const open = await (await site.context).store.alerts.open();
  expect(open.filter(({ acknowledgedAt }) => acknowledgedAt !== null)).toEqual([]);
  expect(faults).toEqual([]);
}, 60_000);
