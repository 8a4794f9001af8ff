import { DAY, HOUR } from '@roamwatch/core';
import type { ScriptedEsim } from '@roamwatch/test-peers';
import { expect, test } from 'vitest';
import { Daemon } from '../installation/daemon.js';
import { NOON } from '../installation/installation.js';
import { scene } from '../installation/scene.js';

/** Each kind of eSIM with its state in the file, and the words for it in English and German. */
const KINDS: readonly (readonly [Partial<ScriptedEsim>, string, string, string])[] = [
  [{}, 'ok', 'OK', 'OK'],
  [{ unlimited: true }, 'ok', 'OK', 'OK'],
  [{ remaining: 20 }, 'critical', 'Critical', 'Kritisch'],
  [{ remaining: 200 }, 'warning', 'Warning', 'Warnung'],
  [{ usageCheck: false }, 'not-monitored', 'Not monitored', 'Nicht überwacht'],
  [{ trouble: { status: 404, body: 'gone' } }, 'not-monitored', 'Not monitored', 'Nicht überwacht'],
  [{ status: 'NEW' }, 'not-monitored', 'Not monitored', 'Nicht überwacht'],
  [{ status: 'PAUSED' }, 'not-monitored', 'Not monitored', 'Nicht überwacht'],
  [{ status: 'REVOKED' }, 'ended', 'Ended', 'Beendet'],
];
/** Where an alert is open it stays the state; all else is no longer known to be in order. */
const LATER = KINDS.map(([, state]) => (state === 'ok' ? 'not-current' : state));

async function fleet() {
  const { api, site } = await scene({
    config: { http: { listen: '127.0.0.1:0' }, poll: { statuses: ['INSTALLED'] } },
  });
  const esims = KINDS.map(([kind]) => api.add({ remaining: 900, expiredAt: NOON + 20 * DAY, ...kind }));
  await site.poll();
  await site.pollAfter(HOUR / 2);
  const daemon = await Daemon.start(site);
  const states = async () => {
    const rows = (await (await daemon.get('/esims.json')).json()) as { iccid: string; state: string }[];
    const byIccid = new Map(rows.map(({ iccid, state }) => [iccid, state]));
    return esims.map(({ iccid }) => byIccid.get(iccid));
  };
  const page = async (path: string, language = 'en') => {
    const headers = { accept: 'text/html', 'accept-language': language };
    return (await daemon.get(path, { headers })).text();
  };
  return { api, site, esims, states, page };
}

/** The words of the marks in a part of a page. */
function marks(html: string): readonly (string | undefined)[] {
  return [...html.matchAll(/<span class="mark mark-\w+">.*?<\/svg>([^<]*)/g)].map(([, word]) => word);
}

test('every eSIM has a word for its state, and it is the same in the list, on its page and in the file', async () => {
  const { esims, states, page } = await fleet();
  expect(await states()).toEqual(KINDS.map(([, state]) => state));
  for (const [language, word] of [
    ['en', 2],
    ['de', 3],
  ] as const) {
    const list = await page('/esims', language);
    expect(marks(list).toSorted()).toEqual(KINDS.map((kind) => kind[word]).toSorted());
    for (const [index, { iccid }] of esims.entries()) {
      const [mark] = marks(
        /<header class="page-head">.*?<\/header>/.exec(await page(`/esims/${iccid}`, language))?.[0] ?? '',
      );
      expect([iccid, mark]).toEqual([iccid, KINDS[index]?.[word]]);
    }
  }
}, 60_000);

test('nothing is in order while the provider is down, nor where the last poll did not read it', async () => {
  const { api, site, states, page } = await fleet();
  api.trouble = { status: 503, body: 'down' };
  await site.pollAfter(HOUR / 2);
  expect(await states()).toEqual(LATER);
  expect(marks(await page('/esims'))).not.toContain('OK');
  api.trouble = null;
  await site.pollAfter(HOUR / 2);
  expect(await states()).toEqual(KINDS.map(([, state]) => state));

  const { cycles } = (await site.context).store;
  site.wait(HOUR / 2);
  await cycles.finish(await cycles.begin(site.clock.now), site.clock.now, {}, null);
  expect(await states()).toEqual(LATER);
}, 60_000);
