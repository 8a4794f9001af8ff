import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Installation } from './installation/installation.js';
import { run } from './installation/program.js';
import { scene } from './installation/scene.js';

const PROGRAM = fileURLToPath(new URL('../bin/roamwatch.js', import.meta.url));

/** \`script\` of util-linux runs a command in a pseudo-terminal. */
const hasScript = spawnSync('script', ['--version']).stdout?.includes('util-linux') ?? false;

async function site() {
  const { api, site } = await scene();
  for (let number = 0; number < 60; number++) api.add();
  for (const esim of api.esims.slice(0, 3)) esim.trouble = { status: 404, body: '' };
  api.onRequest = () => new Promise((resolve) => setTimeout(resolve, 20));
  return site;
}

function inTerminal({ configFile, folder }: Installation, ...args: string[]): Promise<string> {
  const command = [process.execPath, PROGRAM, ...args, '--config', configFile].join(' ');
  const terminal = spawn('script', ['-qec', command, '/dev/null'], { cwd: folder });
  let shown = '';
  terminal.stdout.on('data', (chunk) => {
    shown += chunk;
  });
  return new Promise((resolve) => terminal.on('close', () => resolve(shown)));
}

test.skipIf(!hasScript)(
  'a poll on a terminal shows a bar with rate, failures and time left, and then the summary',
  async () => {
    const shown = await inTerminal(await site(), 'poll');
    expect(shown).toContain('Listing eSIMs');
    expect(shown).toMatch(/Polling usage \[.+\] +\d+\/60 +\d failed +\d+\/s +\S+ left/);
    expect(shown).not.toContain('esim-failed');
    expect(shown.trimEnd()).toMatch(/60 listed, 57 polled, 0 skipped, 3 failed(.|\s)*Took/);
    expect(shown).toContain('3 eSIMs failed. See: roamwatch rejected');
  },
);

test.skipIf(!hasScript)('it names the last eSIMs that are pending', async () => {
  const { api, site } = await scene();
  for (let number = 0; number < 20; number++) api.add();
  const slow = api.add().iccid;
  api.onRequest = ({ iccid }) =>
    iccid === slow ? new Promise((resolve) => setTimeout(resolve, 500)) : undefined;
  expect(await inTerminal(site, 'poll')).toContain(`, waiting for ${slow}`);
});

test.skipIf(!hasScript)('nor does a bar come into output for a program', async () => {
  const shown = await inTerminal(await site(), 'poll', '--json');
  expect(shown).not.toContain('Polling usage');
});

test('piped, standard output contains the result alone', async () => {
  const { configFile, folder } = await site();
  const { stdout, stderr } = await run(['poll', '--json', '--config', configFile], { cwd: folder });
  expect(JSON.parse(stdout)).toMatchObject({ polled: 57, failed: 3 });
  expect(stderr).not.toContain('Asking');
  expect(stderr).not.toContain('\u001b');
});
