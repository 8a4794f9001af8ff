import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { configFile } from '../../src/cli/config-file.js';
import { run } from '../installation/program.js';

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'roamwatch-config-'));
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A configuration whose fault distinguishes it from the others. */
function configuration(file: string, name: string): string {
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${name}: x\n`);
  return file;
}

test('the configuration is the one that is named, else the first in the usual places', async () => {
  const cwd = folder();
  const xdg = folder();
  const used = async (args: readonly string[], env: Record<string, string>) =>
    (await run(['check', ...args], { cwd, env: { XDG_CONFIG_HOME: xdg, ROAMIFY_API_TOKEN: 'x', ...env } }))
      .stderr;

  const none = await used([], {});
  expect(none).toContain(`./roamwatch.yaml, ${xdg}/roamwatch/roamwatch.yaml, /etc/roamwatch/roamwatch.yaml`);
  expect(none).toContain('roamwatch init');

  configuration(join(xdg, 'roamwatch', 'roamwatch.yaml'), 'ofTheUser');
  expect(await used([], {})).toContain('ofTheUser');
  configuration(join(cwd, 'roamwatch.yaml'), 'ofTheFolder');
  expect(await used([], {})).toContain('ofTheFolder');
  const inEnvironment = { ROAMWATCH_CONFIG: configuration(join(xdg, 'other.yaml'), 'ofTheEnvironment') };
  expect(await used([], inEnvironment)).toContain('ofTheEnvironment');
  const named = configuration(join(xdg, 'named.yaml'), 'ofTheOption');
  expect(await used(['--config', named], inEnvironment)).toContain('ofTheOption');
});

test('a file that is named is not replaced by one that is found', async () => {
  const cwd = folder();
  configuration(join(cwd, 'roamwatch.yaml'), 'ofTheFolder');
  const { code, stderr } = await run(['check', '--config', './nowhere.yaml'], { cwd });
  expect([code, stderr]).toEqual([
    2,
    expect.stringContaining('./nowhere.yaml: the configuration file does not exist'),
  ]);
});

test('without XDG_CONFIG_HOME the folder is .config at home, and an empty variable counts as unset', () => {
  for (const env of [{}, { XDG_CONFIG_HOME: '', ROAMWATCH_CONFIG: '' }]) {
    const { missingIn } = configFile(undefined, env);
    if (missingIn !== null) expect(missingIn[1]).toMatch(/\/\.config\/roamwatch\/roamwatch\.yaml$/);
  }
});

test.each([
  [['alerts', 'silence'], "missing required argument 'matcher'"],
  [['alerts', 'silence', 'label=Anna'], '--for'],
  [['report', 'close'], "required option '--month <YYYY-MM>'"],
  [['report', 'reopen', '--month', '2026-01'], "required option '--comment <text>'"],
])('%j names what is missing, arguments before options', async (args, says) => {
  const { code, stderr } = await run(args, { cwd: folder() });
  expect(code).toBe(2);
  expect(stderr).toContain(says);
  expect(stderr).toContain(`(try roamwatch ${args.slice(0, 2).join(' ')} --help)`);
});

test('the help of a sub-command shows the global options', async () => {
  const { stdout } = await run(['alerts', 'silence', '--help']);
  expect(stdout).toMatch(/^Global Options:$/m);
  for (const option of ['--config <file>', '--json', '--log-level', '--log-format'])
    expect(stdout).toContain(option);
  // The filters of the list are no options of a silence, which names them in its matcher.
  for (const option of ['--severity', '--watch', '--fail-on']) expect(stdout).not.toContain(option);
});
