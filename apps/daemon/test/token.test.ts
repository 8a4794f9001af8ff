import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR } from '@roamwatch/core';
import { expect, test } from 'vitest';
import { scene } from './installation/scene.js';

test('a token that is rotated in the middle of a poll raises no alarm: its file is read again, and the poll continues', async () => {
  const { api, site } = await scene();
  for (let index = 0; index < 30; index++) api.add();
  for (let index = 0; index < 3; index++) api.add({ trouble: { status: 500, body: '' } });
  api.add({ status: 'EXPIRED' });
  let asked = 0;
  api.onRequest = () => {
    asked++;
    if (asked !== 60) return;
    api.token = 'rotated';
    site.write('token', 'rotated\n');
  };

  const { summary, problems } = await site.poll();

  expect(problems).toEqual([]);
  expect(summary).toMatchObject({ listed: 34, polled: 30, failed: 3, skipped: 1, alertsOpened: 0 });
  expect(await (await site.context).store.fleet.readingAges({ only: ['INSTALLED'] }, site.clock.now)).toEqual(
    {
      without: 3,
      oldest: 0,
      mean: 0,
    },
  );
});

test('a refused token whose file contains no other is used once', async () => {
  const { api, site } = await scene();
  api.token = 'rotated';
  await site.poll();
  expect(api.requests).toHaveLength(1);
});

test('while the file is gone, as when it is being replaced, the former token serves', async () => {
  const { api, site } = await scene();
  api.add();
  await site.poll();
  rmSync(join(site.folder, 'token'));

  const { summary, problems } = await site.pollAfter(HOUR);
  expect([problems, summary.polled]).toEqual([[], 1]);
});
