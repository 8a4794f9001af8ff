import { expect, test } from 'vitest';
import { crawl } from './crawl.js';
import { pageScene } from './scene.js';

const OPERATOR = 'operator-secret';
const VIEWER = 'viewer-secret';

/** Places where an address can stand although nobody wrote it into a field for addresses. */
async function scene() {
  const made = await pageScene({
    token: OPERATOR,
    viewerToken: VIEWER,
    publicUrl: 'https://roamwatch.example.com',
  });
  const { site } = made;
  const { store } = await site.context;
  const at = site.clock.now;
  await store.inventory.replace(
    [
      {
        iccid: '8944000000000000001',
        label: 'anna.kern@example.com',
        email: 'anna@example.com',
        costCentre: 'cc@example.com',
        glCode: null,
        project: 'Müller@beispiel.example',
        validFrom: null,
      },
    ],
    'with addresses',
    at,
    'ines@example.com',
  );
  for (const { id } of await store.alerts.open()) {
    await store.alerts.acknowledge(id, at, 'ines@example.com', 'ask <bert@example.com>, please');
  }
  await store.silences.add({
    matcher: 'label=anna.kern@example.com',
    comment: 'see carl@example.com',
    createdAt: at,
    endsAt: at + 3600,
    createdBy: 'ines@example.com',
  });
  const message = { receiver: 'ops', createdAt: at, body: {}, kind: 'test' } as const;
  await store.outbox.queue([
    { ...message, id: 'failed', recipient: 'gone@example.com' },
    { ...message, id: 'discarded', recipient: 'dora@example.com' },
  ]);
  await store.outbox.discard('discarded', at, 'ines@example.com');
  for (const { id } of await store.outbox.claim(at, 60, 9, 'test')) {
    await store.outbox.deadLetter(
      {
        id,
        at,
        fault: {
          kind: 'mail',
          problem: 'recipient-rejected',
          quote: '550 5.1.1 <gone@example.com>: unknown',
        },
        holder: 'test',
      },
      () => ({ rewrite: [], queue: [] }),
    );
  }
  return made;
}

test('viewers find no address on any page or file, in either language; operators do; no link is dead', async () => {
  const { daemon } = await scene();
  for (const language of ['en', 'de']) {
    const visited = await crawl(daemon, {
      authorization: `Bearer ${VIEWER}`,
      'accept-language': language,
    });
    expect(visited.length).toBeGreaterThan(30);
    expect(visited.filter(({ status }) => status !== 200).map(({ path, status }) => [path, status])).toEqual(
      [],
    );
    const told = visited.filter(
      ({ path, body }) => !path.startsWith('/reports/') && /@[\w.]*example/.test(body),
    );
    expect(told.map(({ path, body }) => [path, /.{40}@[\w.]*example/.exec(body)?.[0]])).toEqual([]);
  }
  const operators = await crawl(daemon, { authorization: `Bearer ${OPERATOR}` });
  const shown = new Set(operators.flatMap(({ body }) => body.match(/[\w.]+@example\.com/g) ?? []));
  expect([...shown].sort()).toEqual(
    expect.arrayContaining(['anna@example.com', 'gone@example.com', 'ines@example.com']),
  );
}, 60_000);

test('no page and no file shows anybody a secret: activation codes, PINs, tokens, hooks', async () => {
  const { daemon, site, api } = await scene();
  const secrets = [/SECRET-/, /HOOK-SECRET/, new RegExp(`${OPERATOR}|${VIEWER}`), new RegExp(api.token)];
  const visited = await crawl(daemon, { authorization: `Bearer ${OPERATOR}` });
  for (const { path, body } of visited) {
    expect([path, secrets.filter((secret) => secret.test(body))]).toEqual([path, []]);
  }
  // They were sent, so that not showing them means something.
  expect(api.requests.some(({ path }) => path === '/api/esims')).toBe(true);
  expect(site.read('token').toString()).toBe(api.token);
}, 60_000);
