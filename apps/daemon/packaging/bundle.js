// Puts the compiled program and all it imports into bundle/, which starts three times as fast as the modules one by
// one and needs nothing else of this workspace: what the npm package holds. Run it after `tsc -b`.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { noticesOf } from './notices.js';

const daemon = new URL('../', import.meta.url);
const path = (relative) => fileURLToPath(new URL(relative, daemon));

/** What the package installs instead: native code, and data that is loaded from its own files. */
const { dependencies } = JSON.parse(readFileSync(path('package.json'), 'utf8'));

const bundle = await rolldown({
  input: path('dist/cli/main.js'),
  platform: 'node',
  external: Object.keys(dependencies),
  onLog(level, log) {
    if (level === 'warn') throw new Error(`the bundle is not sound: ${log.message}`);
  },
});
const { output } = await bundle.generate({
  format: 'esm',
  entryFileNames: 'main.js',
  chunkFileNames: '[name]-[hash].js',
});
await bundle.close();

// Written aside and moved into place, so that a program that is starting finds all of it or none.
const staged = path('bundle.new');
rmSync(staged, { recursive: true, force: true });
mkdirSync(`${staged}/cli`, { recursive: true });
// The page reads its style and scripts from files; their licence comes with them.
cpSync(path('../../packages/web/assets'), `${staged}/assets`, { recursive: true });
for (const { fileName, code } of output) writeFileSync(`${staged}/cli/${fileName}`, code);
const modules = output.flatMap(({ moduleIds }) => moduleIds);
writeFileSync(`${staged}/THIRD-PARTY-LICENSES.txt`, noticesOf(modules));
writeFileSync(`${staged}/made-from.json`, `${JSON.stringify(recordsOf(modules), null, 2)}\n`);
rmSync(path('bundle'), { recursive: true, force: true });
renameSync(staged, path('bundle'));

/**
 * The compiler's record of every package of this workspace that `modules` (absolute paths) come from: its path from
 * this folder on, and the SHA-256 of what is in it. bin/start.js compares them with what is compiled then.
 */
function recordsOf(modules) {
  const outputs = new Set(modules.map((module) => module.replace(/\/dist\/.*/, '/dist/.tsbuildinfo')));
  const records = [...outputs]
    .filter((file) => file.endsWith('/dist/.tsbuildinfo') && existsSync(file))
    .sort();
  return Object.fromEntries(
    records.map((file) => [
      relative(path('.'), file).replaceAll('\\', '/'),
      createHash('sha256').update(readFileSync(file)).digest('hex'),
    ]),
  );
}
