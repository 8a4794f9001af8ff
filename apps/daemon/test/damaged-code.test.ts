import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../', import.meta.url));
const { stored } = createRequire(import.meta.url)('../bin/load-bundle.js') as {
  stored: (compiled: Uint8Array) => Buffer;
};

const DIGEST_BYTES = 32;
/** In what V8 compiled: the hash of the version of V8, and that of its flags. */
const VERSION_AT = 4;
const FLAGS_AT = 12;

let folder: string;
/** How the program ends where nothing is damaged. */
let undamaged: Ended;
/** What comes compiled, by the path of its file. */
let compiled: ReadonlyMap<string, Buffer>;

/** The program is installed in a separate folder. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'roamwatch-damaged-'));
  for (const part of ['bin', 'bundle', 'package.json'])
    cpSync(join(PROGRAM, part), join(folder, part), { recursive: true });
  symlinkSync(join(PROGRAM, 'node_modules'), join(folder, 'node_modules'));
  const cli = join(folder, 'bundle/cli');
  const files = readdirSync(cli).filter((name) => name.endsWith('.code'));
  compiled = new Map(files.map((name) => [join(cli, name), readFileSync(join(cli, name))]));
  writeFileSync(
    join(folder, 'roamwatch.yaml'),
    'api: { token: x, baseUrl: "http://127.0.0.1:9" }\nreceivers: [{ name: nobody, webhook: { url: "http://127.0.0.1:9/in" } }]\n',
  );
  undamaged = fleet();
  expect(undamaged).toMatchObject({ status: 0, signal: null });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ended = Readonly<Record<'status' | 'signal' | 'stdout' | 'stderr', unknown>>;

/** Runs a command that loads much of the program, as a process. */
function fleet(): Ended {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'bin/roamwatch.js'), 'fleet', '--config', join(folder, 'roamwatch.yaml')],
    { cwd: folder, encoding: 'utf8', env: { PATH: process.env.PATH ?? '' } },
  );
  return { status, signal, stdout, stderr };
}

/** One bit is another, a part of the whole from its begin. */
function flipped(whole: Buffer, part: number): Buffer {
  const damaged = Buffer.from(whole);
  const at = Math.min(Math.floor(part * whole.length), whole.length - 1);
  damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
  return damaged;
}

/** As if it had been made so, with the digest that fits. */
function made(whole: Buffer, change: (compiled: Buffer) => void): Buffer {
  const copy = Buffer.from(whole.subarray(0, -DIGEST_BYTES));
  change(copy);
  return stored(copy);
}

const PLACES = [0, 0.001, 0.2, 0.4, 0.5, 0.6, 0.8, 0.9, 1];
const DAMAGE: Readonly<Record<string, (whole: Buffer) => Buffer>> = {
  ...Object.fromEntries(
    PLACES.map((part) => [`a bit is another at ${part * 100} %`, (whole: Buffer) => flipped(whole, part)]),
  ),
  'half of it is zeros': (whole) => Buffer.from(whole).fill(0, whole.length / 2),
  'all of it is zeros': (whole) => Buffer.alloc(whole.length),
  'its end is missing': (whole) => whole.subarray(0, -1),
  'most of it is missing': (whole) => whole.subarray(0, 16),
  'it is empty': () => Buffer.alloc(0),
  'more follows': (whole) => Buffer.concat([whole, Buffer.alloc(8)]),
  'it is of another V8': (whole) => made(whole, (code) => code.writeUInt32LE(1, VERSION_AT)),
  'it was made under other flags': (whole) => made(whole, (code) => code.writeUInt32LE(1, FLAGS_AT)),
};

test.each(Object.entries(DAMAGE))('the program works as ever where %s', (_damage, change) => {
  for (const [file, whole] of compiled) writeFileSync(file, change(whole));
  expect(fleet()).toEqual(undamaged);
});

test('the program works as ever where none of it can be read', () => {
  for (const file of compiled.keys()) {
    rmSync(file);
    mkdirSync(file);
  }
  expect(fleet()).toEqual(undamaged);
});
