import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HOUR, PROFILE_NAMES, REPORT_KINDS } from '@roamwatch/core';
import { rememberSchedules } from '@roamwatch/monitor';
import { signatureOf } from '@roamwatch/notify';
import type { Manifest } from '@roamwatch/report';
import { expect, test } from 'vitest';
import { NOON } from '../installation/installation.js';
import { scene } from '../installation/scene.js';

interface Posted {
  readonly kind: string;
  readonly title: string;
  readonly body: string;
  readonly files: readonly { readonly fileName: string; readonly content: string }[];
}

test('every kind and profile goes into the folder, by mail and by webhook with the same bytes, preliminary and final', async () => {
  const { api, site } = await scene();
  site.write('hook-secret', 'signing-key');
  site.configure({
    reports: PROFILE_NAMES.map((profile) => ({
      name: profile,
      schedule: '0 6 2 * *',
      closeAfter: '3d',
      kinds: [...REPORT_KINDS],
      profile,
      dir: `./reports/${profile}`,
      emailTo: [`${profile}@example.com`],
      webhook: { url: `${site.hook.url}/${profile}`, secretFile: './hook-secret' },
    })),
  });
  api.add({
    days: [{ date: '2026-03-02', usage: 12, location: 'France' }],
    remaining: 1012,
    packages: [{ name: '1 GB - 30 Days', at: NOON - HOUR, price: '5.10' }],
  });
  await rememberSchedules(await site.context);
  await site.poll();
  await site.tick();

  const deliveredAt = async (instant: number, status: 'preliminary' | 'final') => {
    const [mails, posts] = [site.mail.received.length, site.hook.received.length];
    site.clock.now = instant;
    await site.poll();
    await site.tick();
    for (const profile of PROFILE_NAMES) {
      const folder = join('reports', profile);
      const names = readdirSync(join(site.folder, folder));
      const manifest: Manifest = JSON.parse(site.read(join(folder, 'manifest-2026-03.json')).toString());
      expect(manifest.files.map(({ kind }) => kind)).toEqual([...REPORT_KINDS]);
      expect(manifest.files.map(({ profile: own }) => own)).toEqual(REPORT_KINDS.map(() => profile));
      for (const { name, sha256 } of manifest.files) {
        expect(
          createHash('sha256')
            .update(site.read(join(folder, name)))
            .digest('hex'),
        ).toBe(sha256);
      }
      const mail = site.mail.received.slice(mails).find(({ to }) => to.includes(`${profile}@example.com`));
      const post = site.hook.received.slice(posts).find(({ path }) => path === `/${profile}`);
      const posted: Posted = JSON.parse(post?.body.toString() ?? '{}');
      expect(mail?.subject).toBe(`[report] ${profile}: March 2026 eSIM usage report (${status})`);
      expect([posted.kind, posted.title]).toEqual(['report', mail?.subject]);
      expect(post?.headers['x-roamwatch-signature']).toBe(signatureOf(post?.body ?? '', 'signing-key'));
      const attached = mail?.attachments.map(({ fileName, content }) => [
        fileName,
        content.toString('base64'),
      ]);
      expect(posted.files.map(({ fileName, content }) => [fileName, content])).toEqual(attached);
      const expected = names.filter((name) => !name.endsWith('csv-metadata.json'));
      expect(attached?.map(([name]) => name).toSorted()).toEqual(expected.toSorted());
      for (const [name = '', content] of attached ?? []) {
        expect(site.read(join(folder, name)).toString('base64')).toBe(content);
      }
    }
  };
  await deliveredAt(Date.UTC(2026, 3, 2, 6) / 1000, 'preliminary');
  await deliveredAt(Date.UTC(2026, 3, 4, 6) / 1000, 'final');
});
