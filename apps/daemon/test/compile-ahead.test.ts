import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../', import.meta.url));

/** The bundle, in a separate folder, with nothing that was compiled of it. */
function uncompiled(): string {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-bundle-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const filter = (file: string) => !file.endsWith('.code');
  cpSync(join(PROGRAM, 'bundle'), join(folder, 'bundle'), { recursive: true, filter });
  cpSync(join(PROGRAM, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(PROGRAM, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'bundle');
}

/** Where a program that was just installed listens. */
const USUAL_PORT = 8787;

/** Takes the port, unless another process of this machine has it. */
async function take(port: number): Promise<void> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.once('error', () => resolve()).listen(port, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
}

test('a bundle is made beside a running daemon, and beside another that is made', async () => {
  await take(USUAL_PORT);
  const bundles = [uncompiled(), uncompiled()];
  const compile = (bundle: string) =>
    promisify(execFile)(process.execPath, [join(PROGRAM, 'packaging/compile-ahead.js'), bundle]);
  await Promise.all(bundles.map(compile));
  for (const bundle of bundles) expect(existsSync(join(bundle, 'cli/main.code'))).toBe(true);
});
