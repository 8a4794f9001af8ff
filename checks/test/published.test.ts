import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { expect, onTestFinished, test } from 'vitest';

const WORKSPACE = fileURLToPath(new URL('../../', import.meta.url));

/** The tarball that npm would publish. */
function pack(folder: string): ArrayBuffer {
  const destination = mkdtempSync(join(tmpdir(), 'roamwatch-published-'));
  onTestFinished(() => rmSync(destination, { recursive: true, force: true }));
  const packed = execFileSync('npm', ['pack', '--silent', '--json', '--pack-destination', destination], {
    cwd: join(WORKSPACE, folder),
    encoding: 'utf8',
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  return new Uint8Array(readFileSync(join(destination, filename))).buffer;
}

test.each(['packages/client', 'packages/simulator', 'apps/daemon'])(
  'publint finds nothing in the tarball of %s',
  async (folder) => {
    const { messages } = await publint({ pack: { tarball: pack(folder) }, strict: true });
    expect(messages).toEqual([]);
  },
);

test.each(['packages/client', 'packages/simulator'])(
  'its types resolve wherever its modules do: %s',
  async (folder) => {
    const tarball = new Uint8Array(pack(folder));
    const analysis = await checkPackage(createPackageFromTarballData(tarball));
    if (analysis.types === false) throw new Error('no types');
    // A package of ES modules alone: `require` gets the module itself, in every Node.js that is supported.
    const problems = analysis.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM');
    // Resolution without `exports`, of Node.js before 12, finds no subpaths.
    const modern = problems.filter(
      (problem) => !('resolutionKind' in problem) || problem.resolutionKind !== 'node10',
    );
    expect(modern).toEqual([]);
    expect(Object.keys(analysis.entrypoints)).toContain('.');
  },
);
