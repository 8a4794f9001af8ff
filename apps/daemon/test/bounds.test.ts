import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readInventory } from '../src/inventory/index.js';
import { folderWith } from './config/folder.js';
import { run } from './installation/program.js';

/** What `check` says of a configuration, in a line and without a stack trace. */
async function said(
  text: string | null,
  env = { ROAMIFY_API_TOKEN: 'x' } as Record<string, string>,
): Promise<string> {
  const folder = folderWith({ token: 'x', ...(text === null ? {} : { 'roamwatch.yaml': text }) });
  const file = text === null ? '/dev/zero' : join(folder, 'roamwatch.yaml');
  const { code, stderr } = await run(['check', '--config', file], { env });
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(code).toBe(2);
  return stderr;
}

test('a configuration without end, too large, nested too deeply or full of aliases is an error in a line', async () => {
  expect(await said(null)).toContain('is larger than 1 MB');
  expect(await said(`rules: ${'['.repeat(50_000)}`)).toContain('nested too deeply');
  const bomb = [
    'a: &a [x, x]',
    ...Array.from('bcdefghijklmnopqrstuvwxyz', (name, index) => {
      const before = String.fromCharCode(97 + index);
      return `${name}: &${name} [*${before}, *${before}, *${before}, *${before}, *${before}]`;
    }),
  ].join('\n');
  expect(await said(bomb)).toContain('without end');
  expect(await said('api: { tokenFile: /dev/zero }', {})).toMatch(/tokenFile.*is larger than 64 KB/);
});

test('an inventory is bounded in size and rows', () => {
  const folder = folderWith({});
  const file = join(folder, 'inventory.csv');
  const header = 'iccid,label,email,cost_centre,gl_code,project,valid_from\n';
  writeFileSync(file, header + 'x,,,,,,\n'.repeat(200_001));
  expect(() => readInventory(file)).toThrow(/has more than 200000 lines/);
  writeFileSync(file, 'x'.repeat(17 * 1024 * 1024));
  expect(() => readInventory(file)).toThrow(/is larger than 16 MB/);
});
