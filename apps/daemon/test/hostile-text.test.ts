import { DAY } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { NOON } from './installation/installation.js';
import { run } from './installation/program.js';
import { scene } from './installation/scene.js';

/** What the wire can carry where a name is expected. */
const TEXTS = [
  'Evil\r\nBcc: victim@example.com\r\n\r\nbody',
  'a\u0000b',
  'x\uD800y',
  'abc\u202Efdp.exe',
  'a\u009B31mred',
  '\u001B[31mred\u001B]0;title\u0007',
  'a\u2028b\u2029c',
  '<script>alert(1)</script>',
  '<!channel> <https://evil.example|x>',
  'x'.repeat(1_000_000),
];

/** Controls, lone halves of characters, and what turns the direction of text. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

const shown = (text: string) =>
  [...text].find((char) => !'\t\r\n'.includes(char) && UNPRINTABLE.test(char)) ?? null;

test('no text of the provider or the inventory stops a poll, or reaches a message or a terminal unescaped', async () => {
  const label = (number: number) => TEXTS[number]?.replaceAll('"', '""').slice(0, 400);
  const { api, site } = await scene({
    inventory: `iccid,label,cost_centre\n${TEXTS.map((_, number) => `894459900000000000${number},"${label(number)}","${label(number)}"\n`).join('')}`,
  });
  site.configure({
    receivers: [
      { name: 'ops', email: { to: ['ops@example.com'] } },
      { name: 'hook', webhook: { url: `${site.hook.url}/in` } },
    ],
    rules: [
      { name: 'low', type: 'data-low', warning: ['30%'], critical: ['10%'] },
      { name: 'abroad', type: 'new-location', allow: ['Germany'] },
    ],
  });
  for (const [number, text] of TEXTS.entries()) {
    api.add({
      ...{
        iccid: `894459900000000000${number}`,
        remaining: 50,
        status: number % 2 === 0 ? text : 'INSTALLED',
      },
      ...{ startedAt: NOON - 3 * DAY, expiredAt: NOON + 20 * DAY },
      days: [{ date: '20260301', usage: 1024, location: text }],
      packages: [{ name: `1 GB - 30 Days ${text}`, at: NOON - 3 * DAY, price: text, currency: text }],
    });
  }
  const { summary } = await site.poll();
  expect(summary).toMatchObject({ listed: 10, failed: 0, notificationsPending: 0 });

  const { received } = site.mail;
  expect(received.length).toBeGreaterThan(0);
  for (const { subject, text, html, headers, to } of received) {
    expect(to).toEqual(['ops@example.com']);
    expect(headers.has('bcc')).toBe(false);
    expect([shown(subject), shown(text), shown(html)]).toEqual([null, null, null]);
    expect(html).not.toMatch(/<script|<!channel/);
  }
  expect(site.hook.received.map(({ body }) => JSON.parse(body.toString()).items?.length > 0)).toContain(true);

  await site.stop();
  for (const command of [
    'status',
    'fleet',
    'alerts',
    'rejected',
    'outbox',
    'inventory',
    'explain 0000',
    'alerts history',
  ]) {
    const { stdout, stderr } = await run([...command.split(' '), '--config', site.configFile], {
      cwd: site.folder,
    });
    expect([command, shown(stdout), shown(stderr)]).toEqual([command, null, null]);
    expect(stderr).not.toContain('    at ');
  }
});
