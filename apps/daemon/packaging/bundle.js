// Puts the compiled program and all it imports into bundle/, which starts three times as fast as the modules one by
// one and needs nothing else of this workspace: what the npm package holds. Run it after `tsc -b`.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import Module from 'node:module';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { noticesOf } from './notices.js';

const daemon = new URL('../', import.meta.url);
const path = (relative) => fileURLToPath(new URL(relative, daemon));

/** What the package installs instead: native code, and data that is loaded from its own files. */
const { dependencies } = JSON.parse(readFileSync(path('package.json'), 'utf8'));

/** Undici's index also loads its `fetch`, web sockets, mocks and caches, which take a seventh of the start and are not used. */
const withoutWeb = {
  name: 'without-web',
  resolveId(source, importer) {
    const isUnused =
      /[/\\]undici[/\\]index\.js$/.test(importer ?? '') &&
      /^\.\/lib\/(web|mock|cache|interceptor)\//.test(source);
    return isUnused ? path('packaging/left-out.cjs') : null;
  },
};

/**
 * The client's requests take no headers from openapi-fetch, which merges some all the same. Node's `Headers` brings all of Node's own
 * `fetch` with it when it is first used.
 */
const withoutHeaders = {
  name: 'without-headers',
  transform(code, id) {
    return /[/\\]openapi-fetch[/\\]/.test(id) ? `class Headers extends Map {}\n${code}` : null;
  },
};

const bundle = await rolldown({
  input: path('dist/cli/main.js'),
  plugins: [withoutWeb, withoutHeaders],
  platform: 'node',
  external: Object.keys(dependencies),
  onLog(level, log) {
    if (level === 'warn') throw new Error(`the bundle is not sound: ${log.message}`);
  },
});
const { output } = await bundle.generate({
  // Not 'esm': for each module of Node that is imported, Node would call all that the module loads on demand, its own `fetch` among them.
  format: 'cjs',
  strict: true,
  // A single character beyond Latin-1 makes V8 keep two bytes for each of a whole file.
  charset: 'ascii',
  comments: false,
  entryFileNames: 'main.cjs',
  chunkFileNames: '[name]-[hash].cjs',
});
await bundle.close();

// Written aside and moved into place, so that a program that is starting finds all of it or none.
const staged = path('bundle.new');
rmSync(staged, { recursive: true, force: true });
mkdirSync(`${staged}/cli`, { recursive: true });
// The page reads its style and scripts from files; their licence comes with them.
cpSync(path('../../packages/web/assets'), `${staged}/assets`, { recursive: true });
for (const { fileName, code } of output) {
  // The loader reads a byte as a character.
  if (Buffer.byteLength(code) !== code.length) throw new Error(`${fileName} is not ASCII`);
  // Wrapped here, because the loader would copy each file to do so.
  writeFileSync(`${staged}/cli/${fileName}`, Module.wrap(code));
}
const modules = output.flatMap(({ moduleIds }) => moduleIds);
writeFileSync(`${staged}/THIRD-PARTY-LICENSES.txt`, noticesOf(modules));
writeFileSync(`${staged}/made-from.json`, `${JSON.stringify(recordsOf(modules), null, 2)}\n`);
// Without a flag, a proxy or a configuration of this environment.
execFileSync(process.execPath, [path('packaging/compile-ahead.js'), staged], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { PATH: process.env.PATH ?? '' },
});
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
