import { type DeliveryFault, HOUR } from '@roamwatch/core';
import type { BrowserContextOptions } from 'playwright-core';
import { pageScene } from 'roamwatch/test/page/scene.js';
import { expect, test } from 'vitest';
import { type Opened, useBrowser } from './browser.js';

const opened = useBrowser();
const DESKTOP = { viewport: { width: 1280, height: 900 } };
/** Forms must work in each; what differs is whether htmx and our script take part. */
const LOOKS: Readonly<Record<string, BrowserContextOptions>> = {
  light: DESKTOP,
  'dark, without JavaScript': { ...DESKTOP, colorScheme: 'dark', javaScriptEnabled: false },
  phone: { viewport: { width: 390, height: 844 } },
};

const NO_SUCH_USER: DeliveryFault = {
  kind: 'mail',
  problem: 'recipient-rejected',
  quote: '550 no such user',
};
const LATER: DeliveryFault = { kind: 'mail', problem: 'not-accepted-yet', quote: '451 try again later' };

/** A mail to ops that was refused permanently, and one that is retried later. */
function troubled() {
  return pageScene({}, {}, async (site) => {
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
  });
}

async function said({ page }: Opened): Promise<string> {
  return (await page.getByRole('status').first().textContent()) ?? '';
}

for (const [look, options] of Object.entries(LOOKS)) {
  test(`${look}: notifications are retried and discarded, and who did it is shown`, async ({ skip }) => {
    const { base, site } = await troubled();
    const browser = await opened(skip, options);
    const { page, faults } = browser;
    await page.goto(`${base}/outbox`);
    expect(await page.locator('tbody tr').count()).toBe(2);
    expect(await page.locator('main').textContent()).toContain('550 no such user');

    await page.getByRole('button', { name: 'Retry selected' }).click();
    expect(await page.locator('main').textContent()).toContain('Nothing was selected');
    await page.goto(`${base}/outbox`);
    await page.locator('tr', { hasText: 'gone@example.com' }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Retry selected' }).click();
    expect(await said(browser)).toContain('1 notification queued for delivery.');
    await page.locator('.list-outbox tr', { hasText: 'slow@example.com' }).getByRole('checkbox').check();
    await page.getByRole('button', { name: 'Discard selected' }).click();
    expect(await said(browser)).toContain('1 notification discarded.');

    const handled = page.getByRole('region', { name: 'Recently retried and discarded' }).locator('tbody tr');
    expect((await handled.allTextContents()).map((text) => /^(Retried|Discarded).*local/.test(text))).toEqual(
      [true, true],
    );
    const { outbox } = (await site.context).store;
    expect((await outbox.message('later'))?.state).toBe('obsolete');
    expect((await outbox.message('refused'))?.state).not.toBe('dead');
    expect(faults).toEqual(browser.refused);
  });

  test(`${look}: alerts are acknowledged in bulk, with a comment, and released`, async ({ skip }) => {
    const { base, site } = await pageScene();
    const browser = await opened(skip, options);
    const { page, faults } = browser;
    await page.goto(`${base}/alerts?severity=critical`);
    for (const box of await page.locator('tbody').getByRole('checkbox').all()) await box.check();
    await page.getByLabel('Comment').fill('<b>on it</b>');
    await page.getByRole('button', { name: 'Acknowledge', exact: true }).click();
    expect(await said(browser)).toContain('2 alerts acknowledged.');
    const { alerts } = (await site.context).store;
    const acknowledged = (await alerts.open()).filter(({ acknowledgedAt }) => acknowledgedAt !== null);
    expect(acknowledged.map(({ severity }) => severity)).toEqual(['critical', 'critical']);

    await page.goto(`${base}/alerts?acknowledged=yes`);
    expect(await page.locator('tbody tr').count()).toBe(2);
    await page.locator('tbody').getByRole('checkbox').first().check();
    await page.getByRole('button', { name: 'Remove acknowledgement' }).click();
    expect(await said(browser)).toContain('Acknowledgement removed from 1 alert.');
    expect(faults).toEqual([]);
  });

  test(`${look}: an alert is silenced after a preview, a filter in bulk, and both end by name`, async ({
    skip,
  }) => {
    const { base, site } = await pageScene();
    const browser = await opened(skip, options);
    const { page, faults, axe } = browser;
    const { silences } = (await site.context).store;
    await page.goto(`${base}/alerts`);
    await page.getByRole('link', { name: 'The full 1 GB has been used' }).click();
    await page.getByRole('button', { name: 'Preview', exact: true }).click();
    await page.locator('.coverage').waitFor();
    expect(await page.locator('.coverage').textContent()).toMatch(/Covers 1 of \d open alerts/);
    expect(await silences.all()).toEqual([]);
    await page.locator('#silence-form').getByLabel('Comment').fill('<i>at home</i>');
    await page.getByRole('button', { name: 'Create silence' }).click();
    expect(await said(browser)).toContain('Silence 1 created.');
    expect(await page.locator('main').textContent()).toContain('Silenced until');

    await page.goto(`${base}/esims?cost_centre=sales-north`);
    await page.getByRole('link', { name: 'Silence these' }).click();
    expect(await page.locator('.coverage').textContent()).toMatch(/Covers \d of \d open alerts/);
    if (options.javaScriptEnabled !== false) expect(await axe()).toEqual([]);
    await page.locator('select[name=for]').selectOption('4h');
    await page.getByRole('button', { name: 'Create silence' }).click();
    expect(await said(browser)).toContain('Silence 2 created.');
    expect(await silences.active(site.clock.now)).toMatchObject([
      { comment: '<i>at home</i>', createdBy: 'local' },
      { matcher: 'cost_centre=sales-north', createdBy: 'local' },
    ]);
    for (const count of [1, 0]) {
      await page
        .getByRole('button', { name: /^End now/ })
        .first()
        .click();
      expect(await said(browser)).toContain('ended');
      expect(await silences.active(site.clock.now)).toHaveLength(count);
    }
    expect(await page.locator('main').textContent()).toContain('ended by local');
    expect(faults).toEqual([]);
  });

  test(`${look}: a month is closed after a confirmation, by name, and never changes again`, async ({
    skip,
  }) => {
    const { base, site } = await pageScene();
    const browser = await opened(skip, options);
    const { page, faults } = browser;
    await page.goto(`${base}/reports`);
    const february = page.locator('tr', { hasText: 'February 2026' });
    expect(await february.textContent()).toContain('Preliminary');
    await february.locator('summary').click();
    await february.getByRole('button', { name: 'Close month' }).click();
    expect(await said(browser)).toContain('The month is closed.');
    expect(await february.textContent()).toMatch(/Final.*by local/);
    expect(await february.getByRole('button').count()).toBe(0);
    // The running month has no way to be closed.
    expect(await page.getByRole('button', { name: 'Close month' }).count()).toBe(0);
    expect((await (await site.context).store.closing.history()).closings).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  test(`${look}: an inventory is uploaded after a preview; one that cannot be read changes nothing`, async ({
    skip,
  }) => {
    const { base, site } = await pageScene();
    const browser = await opened(skip, options);
    const { page, faults, refused } = browser;
    const choose = async (csv: string) => {
      await page.goto(`${base}/inventory`);
      await page
        .getByLabel('CSV file')
        .setInputFiles({ name: 'inventory.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
      await page.getByRole('button', { name: 'Preview', exact: true }).click();
    };
    await choose('iccid,label\n8.944E+18,Anna Kern\n');
    expect(await page.locator('main').textContent()).toContain('This file cannot be used');
    expect(await page.getByRole('button', { name: 'Replace inventory' }).count()).toBe(0);

    await choose('iccid,label\n8944000000000000001,"Anna, ""Berg"""\n');
    expect(await page.locator('main').textContent()).toContain('Effects of this file');
    await page.getByRole('button', { name: 'Replace inventory' }).click();
    expect(await said(browser)).toContain('The inventory was replaced: 1 entry.');
    expect(await page.locator('.page-head').textContent()).toContain('replaced just now by local');
    expect(site.read('inventory.csv').toString()).toContain('Berg');
    expect(faults).toEqual(refused);
  });
}
