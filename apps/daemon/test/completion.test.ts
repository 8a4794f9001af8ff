import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { run } from './installation/program.js';

const script = async (shell: string) => (await run(['completion', shell])).stdout;

/** What bash offers after these words. */
function offered(bash: string, ...words: readonly string[]): readonly string[] {
  const line = words.map((word) => `'${word}'`).join(' ');
  const probe = `${bash}\nCOMP_WORDS=(roamwatch ${line}); COMP_CWORD=${words.length}; _roamwatch; printf '%s\\n' "\${COMPREPLY[@]}"`;
  return execFileSync('bash', ['-uc', probe], { encoding: 'utf8' }).split('\n').filter(Boolean);
}

test('bash completes commands, their sub-commands and options', async () => {
  const bash = await script('bash');
  expect(offered(bash, 'al')).toEqual(['alerts']);
  expect(offered(bash, 'esim', 'usage')).toEqual(['usage', 'usage-details']);
  expect(offered(bash, '--json', 'report', 'usage', '--mo')).toEqual(['--month']);
  expect(offered(bash, 'alerts', 'silence', 'label=Anna', '--f')).toEqual(['--for']);
  expect(offered(bash, 'poll', 'al')).toEqual([]);
  expect(offered(bash, 'fleet', '--so')).toEqual(['--sort']);
  expect(offered(bash, 'alerts', 'un')).toEqual(['unack', 'unsilence']);
  expect(offered(bash, 'esim', 'apply', '--esim')).toEqual(['--esim-id']);
  expect(offered(bash, '')).toEqual(
    expect.arrayContaining(['run', 'poll', 'status', 'completion', '--config']),
  );
});

test('zsh and fish are offered the same places, each description in one pair of quotes', async () => {
  const zsh = await script('zsh');
  const fish = await script('fish');
  expect(zsh).toMatch(/^#compdef roamwatch\n/);
  for (const place of ['/alerts/silence', '/esim/usage-details', '/report/summary']) {
    expect(zsh).toContain(`'${place}') offers=(`);
    expect(fish).toContain(`"__roamwatch_at '${place}'"`);
  }
  for (const line of fish.split('\n').filter((one) => one.startsWith('complete '))) {
    expect(line).toMatch(/^complete -c roamwatch -n "__roamwatch_at '[^']*'" -a '[^']+' -d '(\\.|[^'\\])*'$/);
  }
});

test.each(['bash', 'zsh', 'fish'])('%s reads its script where it is installed', async (shell) => {
  const { status, error, stderr } = spawnSync(shell, ['-n'], {
    input: await script(shell),
    encoding: 'utf8',
  });
  if (error === undefined) expect([status, stderr]).toEqual([0, '']);
});

test('another shell is wrong usage', async () => {
  const { code, stdout, stderr } = await run(['completion', 'tcsh']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('bash, zsh, fish');
});
