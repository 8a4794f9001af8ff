import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const DEMO = fileURLToPath(new URL('../bin/demo.js', import.meta.url));

/** In an empty folder, with the machine's own Node, which may be older than the one that the workspace brings. */
function demo(...args: readonly string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'roamwatch-demo-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const folders = (process.env.PATH ?? '').split(delimiter);
  const PATH = folders.filter((folder) => !folder.includes('node_modules')).join(delimiter);
  return spawnSync('node', [DEMO, ...args], { encoding: 'utf8', cwd, env: { ...process.env, PATH } });
}

test('the demo starts under whatever Node the machine has', () => {
  const { status, stdout, stderr } = demo('--weeks', '1', '--size', '4');
  expect({ status, stderr }).toEqual({ status: 0, stderr: expect.not.stringMatching(/^\s+at /m) });
  expect(stdout).toContain('through a simulated week');
});

test('an unknown option of the demo is reported in one line', () => {
  for (const args of [
    ['--weeks', 'four'],
    ['--weks', '4'],
    ['--size', '0'],
  ]) {
    expect(demo(...args)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/^the demo takes --seed N, .*\n$/),
    });
  }
});
