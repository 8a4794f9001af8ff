import { createDatabase, type PostgresServer, startPostgres } from '@roamwatch/test-peers/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crawl } from './crawl.js';
import { pageScene } from './scene.js';

const OPERATOR = { authorization: 'Bearer operator-secret', accept: 'text/html' };
const SORTS = ['worst', 'left', 'expires', 'read', 'label'];
const ALERTS = ['any', 'critical', 'warning', 'none'];

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => server.close());

test('every page, filter and action of the page works on PostgreSQL', async () => {
  const url = await createDatabase(server.url);
  const { daemon, site } = await pageScene({ token: 'operator-secret' }, { database: { url } });
  const visited = await crawl(daemon, OPERATOR);
  expect(visited.length).toBeGreaterThan(30);
  expect(visited.filter(({ status }) => status !== 200).map(({ path, status }) => [path, status])).toEqual(
    [],
  );
  for (const sort of SORTS) {
    for (const alert of ALERTS) {
      const path = `/esims?q=anna&sort=${sort}&alert=${alert}&cost_centre=sales-north&status=INSTALLED&monitoring=failing`;
      expect([path, (await daemon.get(path, { headers: OPERATOR })).status]).toEqual([path, 200]);
    }
    const found = await (await daemon.get(`/esims?q=cleo&sort=${sort}`, { headers: OPERATOR })).text();
    expect(found).toContain('Cleo Dupont');
  }
  const act = async (path: string, fields: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams(fields);
    const answer = await daemon.get(path, { method: 'POST', body, headers: OPERATOR, redirect: 'manual' });
    return answer.headers.get('location');
  };
  expect(await act('/alerts', { action: 'acknowledge', alert: '1', comment: 'on it' })).toContain('n=1');
  expect(await act('/alerts/1', { action: 'unacknowledge' })).toContain('n=1');
  expect(await act('/silences', { matcher: 'rule=*', for: '1h' })).toContain('done=silenced');
  expect(await act('/silences', { action: 'end', silence: '1' })).toContain('done=unsilenced');
  expect(await act('/reports', { action: 'close', month: '2026-02' })).toContain('done=closed');
  expect(
    await act('/inventory', { action: 'replace', csv: 'iccid,label\n8944000000000000001,Anna Berg\n' }),
  ).toContain('done=inventory');
  const session = await daemon.get('/login', {
    method: 'POST',
    body: new URLSearchParams({ token: 'operator-secret' }),
    headers: { 'sec-fetch-site': 'same-origin' },
    redirect: 'manual',
  });
  const cookie = session.headers.get('set-cookie')?.split(';')[0] ?? '';
  const alert = await (await daemon.get('/alerts/1', { headers: { cookie } })).text();
  expect(alert).toContain('on it');
  expect(site.read('inventory.csv').toString()).toContain('Anna Berg');
}, 120_000);
