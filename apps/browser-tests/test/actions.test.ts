import { type DeliveryFault, HOUR } from '@roamwatch/core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Installation } from 'roamwatch/test/installation/installation.js';
import { pageScene } from 'roamwatch/test/page/scene.js';
import { expect, test } from 'vitest';
import { useBrowser } from './browser.js';

const opened = useBrowser();
const TOKENS = { token: 'operator-secret', viewerToken: 'viewer-secret' };
const DESKTOP = { viewport: { width: 1280, height: 900 } };
const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: DESKTOP,
  dark: { ...DESKTOP, colorScheme: 'dark' },
  phone: { viewport: { width: 390, height: 844 } },
  'without JavaScript': { ...DESKTOP, javaScriptEnabled: false },
};

const NO_SUCH_USER: DeliveryFault = {
  kind: 'mail',
  problem: 'recipient-rejected',
  quote: '550 no such user',
};
const LATER: DeliveryFault = { kind: 'mail', problem: 'not-accepted-yet', quote: '451 try again later' };

/** A mail that was refused permanently, and one that is retried later. */
async function queueTrouble(site: Installation): Promise<void> {
  const { outbox } = (await site.context).store;
  const at = site.clock.now;
  const message = { receiver: 'ops', createdAt: at, body: {} } as const;
  await outbox.queue([
    { ...message, id: 'refused', kind: 'test', recipient: 'gone@example.com' },
    { ...message, id: 'later', kind: 'notice', recipient: 'slow@example.com' },
  ]);
  for (const { id } of await outbox.claim(at, 60, 9, 'test')) {
    if (id === 'later') await outbox.retryAt(id, at + HOUR, LATER, 'test');
    else {
      const nothing = () => ({ rewrite: [], queue: [] });
      await outbox.deadLetter({ id, at, fault: NO_SUCH_USER, holder: 'test' }, nothing);
    }
  }
}

interface Scene {
  readonly page: Page;
  readonly base: string;
  readonly site: Installation;
}

/** What the page confirms at its top. */
async function said({ page }: Scene): Promise<string> {
  return (await page.getByRole('status').first().textContent()) ?? '';
}

async function mainOf({ page }: Scene): Promise<string> {
  return (await page.locator('main').textContent()) ?? '';
}

async function press({ page }: Scene, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
}

async function storeOf({ site }: Scene) {
  return (await site.context).store;
}

async function acknowledgedIn(scene: Scene) {
  return (await (await storeOf(scene)).alerts.open()).filter(({ acknowledgedAt }) => acknowledgedAt !== null);
}

async function choose({ page, base }: Scene, csv: string): Promise<void> {
  await page.goto(`${base}/inventory`);
  const file = { name: 'inventory.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
  await page.getByLabel('CSV file').setInputFiles(file);
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
}

/** Each thing that can be done on the page, one after the other at the same installation. */
const ACTIONS: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
  'signing in, after a token that is wrong': async (scene) => {
    const { page, base } = scene;
    await page.goto(`${base}/alerts`);
    expect(page.url()).toBe(`${base}/login?next=%2Falerts`);
    await page.getByLabel('Access token').fill('wrong');
    await press(scene, 'Sign in');
    expect(await page.getByRole('alert').textContent()).toBe('This token is not valid.');
    await page.getByLabel('Access token').fill(TOKENS.token);
    await press(scene, 'Sign in');
    expect(page.url()).toBe(`${base}/alerts`);
  },
  'changing the language, and back': async (scene) => {
    const { page, base } = scene;
    await press(scene, 'Deutsch');
    expect([page.url(), await page.locator('h1').textContent()]).toEqual([`${base}/alerts`, 'Alarme']);
    await press(scene, 'English');
    expect(await page.locator('h1').textContent()).toBe('Alerts');
  },
  'acknowledging an alert with a comment, and releasing it': async (scene) => {
    const { page } = scene;
    await page.getByRole('link', { name: 'The full 1 GB has been used' }).click();
    await page.getByLabel('Comment').first().fill('<b>she is home</b>');
    await press(scene, 'Acknowledge');
    expect(await said(scene)).toContain('1 alert acknowledged.');
    expect(await page.locator('blockquote').textContent()).toBe('<b>she is home</b>');
    expect(await page.locator('.timeline').textContent()).toContain('by operator');
    await press(scene, 'Remove acknowledgement');
    expect(await said(scene)).toContain('Acknowledgement removed from 1 alert.');
    expect(await acknowledgedIn(scene)).toEqual([]);
  },
  'acknowledging several, and releasing one': async (scene) => {
    const { page, base } = scene;
    await page.goto(`${base}/alerts?severity=critical`);
    for (const box of await page.locator('tbody').getByRole('checkbox').all()) await box.check();
    await page.getByLabel('Comment').fill('on it');
    await press(scene, 'Acknowledge');
    expect(await said(scene)).toContain('2 alerts acknowledged.');
    expect((await acknowledgedIn(scene)).map(({ severity }) => severity)).toEqual(['critical', 'critical']);
    await page.goto(`${base}/alerts?acknowledged=yes`);
    await page.locator('tbody').getByRole('checkbox').first().check();
    await press(scene, 'Remove acknowledgement');
    expect(await acknowledgedIn(scene)).toHaveLength(1);
  },
  'silencing an alert after a preview, which changes nothing': async (scene) => {
    const { page, base } = scene;
    const { silences } = await storeOf(scene);
    await page.goto(`${base}/alerts`);
    await page.getByRole('link', { name: 'The full 1 GB has been used' }).click();
    await press(scene, 'Preview');
    await page.locator('.coverage').waitFor();
    expect(await page.locator('.coverage').textContent()).toMatch(/Covers 1 of \d open alerts/);
    expect(await silences.all()).toEqual([]);
    await page.locator('#silence-form').getByLabel('Comment').fill('<i>at home</i>');
    await press(scene, 'Create silence');
    expect(await said(scene)).toContain('Silence 1 created.');
    expect(await mainOf(scene)).toContain('Silenced until');
  },
  'silencing what a filter shows': async (scene) => {
    const { page, base, site } = scene;
    await page.goto(`${base}/esims?cost_centre=sales-north`);
    await page.getByRole('link', { name: 'Silence these' }).click();
    expect(await page.locator('.coverage').textContent()).toMatch(/Covers \d of \d open alerts/);
    await page.locator('select[name=for]').selectOption('4h');
    await press(scene, 'Create silence');
    expect(await said(scene)).toContain('Silence 2 created.');
    expect(await (await storeOf(scene)).silences.active(site.clock.now)).toMatchObject([
      { comment: '<i>at home</i>', createdBy: 'operator' },
      { matcher: 'cost_centre=sales-north', createdBy: 'operator' },
    ]);
  },
  'silencing the selected alerts, one silence for each': async (scene) => {
    const { page, base } = scene;
    await page.goto(`${base}/alerts?severity=critical`);
    for (const box of await page.locator('tbody').getByRole('checkbox').all()) await box.check();
    await page.getByLabel('Comment').fill('on the train');
    await press(scene, 'Silence …');
    expect(await page.locator('.coverage').textContent()).toMatch(/Covers 2 of \d open alerts/);
    expect(await page.getByLabel('Comment').inputValue()).toBe('on the train');
    await press(scene, 'Create 2 silences');
    expect(await said(scene)).toContain('2 silences created.');
  },
  'ending silences': async (scene) => {
    const { page, site } = scene;
    const { silences } = await storeOf(scene);
    const end = page.getByRole('button', { name: /^End now/ }).first();
    for (const count of [3, 2, 1, 0]) {
      await end.click();
      expect(await said(scene)).toContain('ended');
      expect(await silences.active(site.clock.now)).toHaveLength(count);
    }
    expect(await mainOf(scene)).toContain('ended by operator');
  },
  'retrying and discarding notifications': async (scene) => {
    const { page, base } = scene;
    const { outbox } = await storeOf(scene);
    await page.goto(`${base}/outbox`);
    expect(await page.locator('tbody tr').count()).toBe(2);
    expect(await mainOf(scene)).toContain('550 no such user');
    await press(scene, 'Retry selected');
    expect(await mainOf(scene)).toContain('Nothing was selected');
    await page.goto(`${base}/outbox`);
    await page.locator('tr', { hasText: 'gone@example.com' }).getByRole('checkbox').check();
    await press(scene, 'Retry selected');
    expect(await said(scene)).toContain('1 notification queued for delivery.');
    await page.locator('.list-outbox tr', { hasText: 'slow@example.com' }).getByRole('checkbox').check();
    await press(scene, 'Discard selected');
    expect(await said(scene)).toContain('1 notification discarded.');
    const handled = page.getByRole('region', { name: 'Recently retried and discarded' }).locator('tbody tr');
    const texts = await handled.allTextContents();
    expect(texts.map((text) => /^(Retried|Discarded).*operator/.test(text))).toEqual([true, true]);
    expect((await outbox.message('later'))?.state).toBe('obsolete');
    expect((await outbox.message('refused'))?.state).not.toBe('dead');
  },
  'closing a month after a confirmation': async (scene) => {
    const { page, base } = scene;
    await page.goto(`${base}/reports`);
    const february = page.locator('tr', { hasText: 'February 2026' });
    expect(await february.textContent()).toContain('Preliminary');
    await february.locator('summary').click();
    await february.getByRole('button', { name: 'Close month' }).click();
    expect(await said(scene)).toContain('The month is closed.');
    expect(await february.textContent()).toMatch(/Final.*by operator/);
    // Neither it nor the running month has a way to be closed.
    expect(await page.getByRole('button', { name: 'Close month' }).count()).toBe(0);
    expect((await (await storeOf(scene)).closing.history()).closings).toHaveLength(1);
  },
  'uploading an inventory that cannot be read, and one that can': async (scene) => {
    const { page, site } = scene;
    await choose(scene, 'iccid,label\n8.944E+18,Anna Kern\n');
    expect(await mainOf(scene)).toContain('This file cannot be used');
    expect(await page.getByRole('button', { name: 'Replace inventory' }).count()).toBe(0);
    await choose(scene, 'iccid,label\n8944000000000000001,"Anna, ""Berg"""\n8944000000000000009,Nobody\n');
    expect(await mainOf(scene)).toMatch(
      /Removed.*Bert Olsen.*Changed.*Anna Kern.*Anna, "Berg".*Added.*Nobody/,
    );
    expect(site.read('inventory.csv').toString()).toContain('Anna Kern');
    await press(scene, 'Replace inventory');
    expect(await said(scene)).toContain('The inventory was replaced: 2 entries.');
    expect(await page.locator('.page-head').textContent()).toContain('replaced just now by operator');
    expect(site.read('inventory.csv').toString()).toContain('Berg');
  },
  'signing out': async (scene) => {
    const { page, base } = scene;
    await press(scene, 'Sign out');
    await page.goto(`${base}/esims`);
    expect(page.url()).toContain('/login');
  },
};
/** The wrong token, nothing selected, the file that cannot be read. */
const REFUSALS = 3;

for (const [look, options] of Object.entries(LOOKS)) {
  test(`everything that can be done on the page, ${look}`, async ({ skip }) => {
    const { base, site } = await pageScene(TOKENS, {}, queueTrouble);
    const { page, faults, refused, axe } = await opened(skip, options);
    for (const [name, act] of Object.entries(ACTIONS)) {
      try {
        await act({ page, base, site });
        if (options.javaScriptEnabled !== false) expect(await axe()).toEqual([]);
      } catch (cause) {
        throw new Error(name, { cause });
      }
    }
    expect(faults).toEqual(refused);
    expect(refused).toHaveLength(REFUSALS);
  }, 60_000);
}
