import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSimulator } from '@roamwatch/simulator';
import { startMailCatcher } from '@roamwatch/test-peers';
import { expect, onTestFinished, test } from 'vitest';
import { run, start } from './installation/program.js';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

/** The command lines of "Run it for real", without their comments. */
const lines = (/## Run it for real[\s\S]*?```sh\n([\s\S]*?)```/.exec(README)?.[1] ?? '')
  .trim()
  .split('\n')
  .map((line) => line.replace(/\s+#.*$/, ''));

test('every line of "Run it for real" works in its order', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-readme-'));
  const mail = await startMailCatcher();
  const api = await startSimulator({ size: 40 });
  onTestFinished(async () => {
    await Promise.all([mail.close(), api.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  // What a reader fills in: the mail server, the token, and here a simulated provider in place of the real one.
  const env: Record<string, string> = {};
  const args = (line: string) => [
    ...line.replace('smtp.example.com', `${mail.host}:${mail.port}`).split(' ').slice(1),
    ...(line.includes(' init ') ? ['--simulator', api.url] : []),
  ];

  expect(lines).toHaveLength(6);
  for (const line of lines.slice(0, -1)) {
    const variable = /^export (\w+)=/.exec(line)?.[1];
    if (variable !== undefined) env[variable] = api.token;
    else expect([line, await run(args(line), { cwd: folder, env })]).toMatchObject([line, { code: 0 }]);
  }
  expect(mail.received.map(({ to, subject }) => [to, subject])).toEqual([
    [['ops@example.com'], expect.stringContaining('[test]')],
  ]);
  const daemon = start(args(lines.at(-1) ?? ''), { cwd: folder, env });
  await daemon.saying('poll cycle finished');
  daemon.process.kill('SIGTERM');
  expect((await daemon.ended).code).toBe(0);
});
