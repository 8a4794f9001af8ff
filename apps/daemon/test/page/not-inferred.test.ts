import { expect, test } from 'vitest';
import type { Daemon } from '../installation/daemon.js';
import { pageScene } from './scene.js';

const VIEWER = { authorization: 'Bearer viewer-secret', accept: 'text/html' };
const OPERATOR = { authorization: 'Bearer operator-secret', accept: 'text/html' };

/** Everything that is called by an address, in two installations that are the same in all else. */
interface Names {
  readonly label: string;
  readonly costCentre: string;
  readonly project: string;
  readonly operator: string;
}

const HERE: Names = {
  label: 'anna.kern@example.com',
  costCentre: 'board@example.com',
  project: 'ask carl@example.com',
  operator: 'ines@example.com',
};
/** Sorted elsewhere, and with an apostrophe; around the addresses stands the same. */
const THERE: Names = {
  label: "zoe.o'brien@beispiel.example",
  costCentre: 'A-team@beispiel.example',
  project: 'ask yves@beispiel.example',
  operator: 'bert@beispiel.example',
};
const ICCIDS = [1, 2, 3, 4].map((n) => `894400000000000000${n}`);

async function installationOf(names: Names): Promise<Daemon> {
  const { daemon, site } = await pageScene({ token: 'operator-secret', viewerToken: 'viewer-secret' });
  const { store } = await site.context;
  const at = site.clock.now;
  const nothing = { email: null, glCode: null, project: null, validFrom: null };
  await store.inventory.replace(
    [
      { ...nothing, iccid: ICCIDS[0] ?? '', ...names, email: names.label },
      { ...nothing, iccid: ICCIDS[1] ?? '', label: 'Bert Olsen', costCentre: names.costCentre },
      { ...nothing, iccid: ICCIDS[2] ?? '', label: 'Cleo Dupont', costCentre: 'lab' },
    ],
    'with addresses',
    at,
    names.operator,
  );
  const [first] = await store.alerts.open();
  await store.alerts.acknowledge(first?.id ?? 0, at, names.operator, `ask ${names.label}`);
  const silence = { comment: names.project, createdAt: at, endsAt: at + 3600, createdBy: names.operator };
  await store.silences.add({ ...silence, matcher: `label=${names.label.replaceAll(',', '')}` });
  return daemon;
}

/** Parts of the names that somebody could try, as they are and as patterns. */
const TRIED = [HERE, THERE].flatMap(({ label, costCentre, project }) => [
  ...[label, costCentre, project].flatMap((name) => [name, ...name.split(/[@.<>' ]/)]),
  ...[0, 1, 2, 3].map((length) => label.slice(0, length + 1)),
]);
const TEXTS = [...new Set([...TRIED, '@', '%', '_@_', 'an', 'example', 'LAB'])].filter((text) => text !== '');
const MATCHERS = TEXTS.flatMap((text) =>
  ['label', 'cost_centre', 'project'].map((key) => `${key}=*${text}*`),
);
/** Places in a list, also ones that no link leads to. */
const CURSORS = [0, 1, 2].flatMap((part) =>
  [...ICCIDS.map((iccid) => [iccid]), [HERE.label], [THERE.label], ['anna', ICCIDS[0]], ['m', '']].map(
    (place) => Buffer.from(JSON.stringify([part, ...place])).toString('base64url'),
  ),
);
const SORTS = ['worst', 'left', 'expires', 'read', 'label'];
const FLEET = {
  q: TEXTS,
  cost_centre: TEXTS,
  status: TEXTS,
  sort: SORTS,
  alert: ['any', 'none'],
  monitoring: ['failing'],
  'sort=label&after': CURSORS,
  'sort=label&q': TEXTS,
  'alert=none&q': TEXTS,
};
/** Every address of the page, with the parameters that it reads. */
const QUERIES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  '/': {},
  '/esims': FLEET,
  '/esims.csv': FLEET,
  '/esims.json': { q: TEXTS, sort: SORTS },
  [`/esims/${ICCIDS[0]}`]: {},
  '/alerts': {
    q: TEXTS,
    rule: TEXTS,
    acknowledged: ['yes', 'no'],
    after: CURSORS,
    'state=resolved&q': TEXTS,
  },
  '/alerts/1': { matcher: MATCHERS.slice(0, 12) },
  '/alerts/2': {},
  '/silences': { matcher: MATCHERS },
  '/outbox': { after: CURSORS },
  '/reports': {},
  '/inventory': { q: TEXTS, after: CURSORS },
};

async function answersOf(
  daemon: Daemon,
  headers: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, string>> {
  const paths = Object.entries(QUERIES).flatMap(([path, parameters]) => [
    path,
    ...Object.entries(parameters).flatMap(([name, values]) =>
      values.map((value) => `${path}?${name}=${encodeURIComponent(value)}`),
    ),
  ]);
  const reports = await (await daemon.get('/reports', { headers })).text();
  paths.push(...[...reports.matchAll(/href="(\/reports\/[^"]*)"/g)].map(([, path = '']) => path));
  const answers = new Map<string, string>();
  for (const path of paths) {
    const response = await daemon.get(path, { headers });
    answers.set(path, `${response.status} ${await response.text()}`);
  }
  answers.set('/events', await firstEventOf(daemon, headers));
  return answers;
}

async function firstEventOf(daemon: Daemon, headers: Readonly<Record<string, string>>): Promise<string> {
  const { body } = await daemon.get('/events?revision=none', { headers });
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader();
  const event = await reader?.read();
  await reader?.cancel();
  return event?.value ?? '';
}

test('whatever a viewer asks, the answer does not depend on addresses; that of an operator does', async () => {
  const [here, there] = [await installationOf(HERE), await installationOf(THERE)];
  const differing = async (headers: Readonly<Record<string, string>>) => {
    const [one, other] = [await answersOf(here, headers), await answersOf(there, headers)];
    expect([...one.keys()]).toEqual([...other.keys()]);
    return [...one].filter(([path, answer]) => answer !== other.get(path)).map(([path]) => path);
  };
  expect(await differing(VIEWER)).toEqual([]);
  const told = await differing(OPERATOR);
  for (const path of ['/esims?q=kern', '/esims.csv?sort=label', '/alerts?q=kern', '/inventory?q=kern']) {
    expect(told).toContain(path);
  }
  expect(told.length).toBeGreaterThan(300);
}, 120_000);
