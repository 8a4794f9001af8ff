import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSlackChannel, createTeamsChannel, type Message } from '@roamwatch/notify';
import { createEmailChannel } from '@roamwatch/notify/email';
import { startHookCatcher, startMailCatcher } from '@roamwatch/test-peers';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBrowser, launch, open } from '../browser.js';
import { slackPreview, teamsPreview } from './preview.js';
import { SAMPLES } from './samples.js';

/** For people to review. */
const PICTURES = fileURLToPath(new URL('../../.vitest/messages/', import.meta.url));

/** The tests take two of them, in which every width and every colour is once. */
const EVERY_LOOK: Readonly<Record<string, BrowserContextOptions>> = {
  'light-600': { viewport: { width: 600, height: 700 } },
  'dark-600': { viewport: { width: 600, height: 700 }, colorScheme: 'dark' },
  'light-360': { viewport: { width: 360, height: 640 } },
  'dark-360': { viewport: { width: 360, height: 640 }, colorScheme: 'dark' },
};

const { 'light-600': wide = {}, 'dark-360': narrow = {} } = EVERY_LOOK;
const isComplete = process.env.ROAMWATCH_PICTURES === 'all';
const LOOKS = isComplete ? EVERY_LOOK : { 'light-600': wide, 'dark-360': narrow };

let browser: Browser | null = null;

beforeAll(async () => {
  const found = await findBrowser();
  browser = found === null ? null : await launch(found);
  mkdirSync(PICTURES, { recursive: true });
}, 60_000);
afterAll(() => browser?.close());

test('every message by email: nothing for axe to find, no sideways scrolling, light and dark, wide and narrow', async ({
  skip,
}) => {
  const mail = await startMailCatcher();
  const channel = createEmailChannel({
    host: mail.host,
    port: mail.port,
    from: 'Roamwatch <alerts@example.com>',
  });
  const htmlOf = async (message: Message) => {
    expect(await channel.deliver(message, 'ops@example.com')).toEqual({ outcome: 'sent' });
    return mail.received.at(-1)?.html ?? '';
  };
  expect(await picturesOf('email', htmlOf, skip)).toEqual([]);
  await channel.close();
  await mail.close();
}, 180_000);

test.runIf(isComplete)(
  'every message in chat, near enough',
  async ({ skip }) => {
    const hook = await startHookCatcher();
    const last = () => JSON.parse(hook.received.at(-1)?.body.toString() ?? '');
    const slack = createSlackChannel({ webhookUrl: hook.url, minIntervalMs: 0 });
    const teams = createTeamsChannel({ webhookUrl: hook.url, minIntervalMs: 0 });

    const inSlack = async (message: Message) => {
      expect(await slack.deliver(message, '')).toEqual({ outcome: 'sent' });
      return slackPreview(last());
    };
    const inTeams = async (message: Message) => {
      expect(await teams.deliver(message, '')).toEqual({ outcome: 'sent' });
      return teamsPreview(last());
    };
    await picturesOf('slack', inSlack, skip);
    await picturesOf('teams', inTeams, skip);
    await Promise.all([slack.close(), teams.close(), hook.close()]);
  },
  180_000,
);

/** Takes a picture of every message in every look, and returns what is wrong with them. */
async function picturesOf(
  channel: string,
  htmlOf: (message: Message) => Promise<string>,
  skip: () => never,
): Promise<readonly string[]> {
  if (browser === null) return skip();
  const found: string[] = [];
  const pages: (readonly [name: string, html: string])[] = [];
  for (const [name, message] of Object.entries(SAMPLES)) pages.push([name, await htmlOf(message)]);
  for (const [look, options] of Object.entries(LOOKS)) {
    const { page, faults, axe } = await open(browser, options);
    for (const [name, html] of pages) {
      await page.setContent(html);
      // Without fonts nothing would be drawn, and contrast would pass.
      const heading = await page.locator('h1, span').first().boundingBox();
      if ((heading?.width ?? 0) < 20) found.push(`${look} ${name}: the headline has no width`);
      if (await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth')) {
        found.push(`${look} ${name}: scrolls sideways`);
      }
      found.push(...(await axe()).map((fault) => `${look} ${name}: ${fault}`));
      await page.screenshot({ path: join(PICTURES, `${channel}-${name}-${look}.png`), fullPage: true });
    }
    found.push(...faults);
  }
  return found;
}
