import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { createGzip } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { Installation } from './installation/installation.js';
import { run } from './installation/program.js';

const KB = 1024;
/** What a process may take, whatever it is sent. */
const MOST_MB = 300;
const PRELOAD = new URL('./installation/peak-memory.mjs', import.meta.url).href;

const esim = (number: number) => ({
  id: `e${number}`,
  iccid: `8944500${String(number).padStart(12, '0')}`,
  status: 'INSTALLED',
});
const success = (data: unknown) => JSON.stringify({ status: 'success', data });
const usageOf = (path: string) => ({
  ...{ iccid: new URL(path, 'http://api').searchParams.get('iccid'), status: 'INSTALLED' },
  ...{ allowedData: 1024, remainingData: 924, startedAt: 1_700_000_000, expiredAt: 1_900_000_000 },
  dataUsages: [],
});

/** JSON of about `bytes`, made of `piece` of a running number, separated by commas. */
function much(bytes: number, piece: (number: number) => string): string {
  const pieces: string[] = [];
  for (let length = 0; length < bytes; length += (pieces.at(-1)?.length ?? 0) + 1)
    pieces.push(piece(pieces.length));
  return pieces.join(',');
}

/** The list of `count` eSIMs that `member` is added to. */
function* listOf(count: number, member: (number: number) => string): Generator<string> {
  yield '{"status":"success","data":[';
  for (let number = 0; number < count; number++) {
    yield `${number === 0 ? '' : ','}${JSON.stringify(esim(number)).slice(0, -1)},${member(number)}}`;
  }
  yield ']}';
}

const BIG = 120 * KB;
/** Lists that take a hundred times their size, or never end. */
const LISTS: Readonly<Record<string, () => Iterable<string>>> = {
  'eSIMs of many objects': () => {
    const objects = `"x":[${much(BIG, () => '{}')}]`;
    return listOf(120, () => objects);
  },
  'eSIMs of many names': () => listOf(60, (esim) => much(BIG, (number) => `"a${esim}_${number}":0`)),
  'eSIMs of one long text': () => {
    const text = `"x":"${'x'.repeat(BIG)}"`;
    return listOf(200, () => text);
  },
  'eSIMs with a status each': () => listOf(4_999, (number) => `"status":"${'S'.repeat(150)}${number}"`),
  'eSIMs with long notes': () =>
    listOf(1_499, () => `"notes":${JSON.stringify(Array.from({ length: 20 }, () => 'n'.repeat(1_000)))}`),
};

/** Answers about usage that take a hundred times their size. */
const USAGE: Readonly<Record<string, string>> = {
  'many names': much(4_000 * KB, (number) => `"k${number}":0`),
  'many objects': `"x":[${much(8_000 * KB, () => '{}')}]`,
  'long text': `"x":"${'é'.repeat(4_000 * KB - 500)}"`,
};

interface Seen {
  readonly mb: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly site: Installation;
}

/** A poll of a provider that answers so. */
async function poll(listener: RequestListener): Promise<Seen> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const site = await Installation.make({
    api: { url: `http://127.0.0.1:${port}`, token: 'token-of-a-test' },
  });
  const { stdout, stderr } = await run(['poll', '--json', '--config', site.configFile], {
    cwd: site.folder,
    env: { NODE_OPTIONS: `--import=${PRELOAD}`, PEAK_MEMORY_TO: `${site.folder}/peak` },
  });
  expect(stderr).not.toContain('    at ');
  return { mb: Number(site.read('peak').toString()), stdout, stderr, site };
}

test.each(Object.entries(LISTS))('a list of %s takes no more memory than any', async (_what, list) => {
  const { mb } = await poll(({ url = '' }, response) => {
    if (url.startsWith('/api/esims'))
      Readable.from(list())
        .pipe(createGzip({ level: 1 }))
        .pipe(response.setHeader('content-encoding', 'gzip'));
    else response.end(success(url.startsWith('/api/esim/usage') ? usageOf(url) : []));
  });
  expect(mb).toBeLessThan(MOST_MB);
});

test.each(Object.entries(USAGE))(
  'answers about usage of %s take no more memory than any',
  async (_what, member) => {
    const { mb } = await poll(({ url = '' }, response) => {
      if (url.startsWith('/api/esims')) response.end(success([1, 2, 3, 4, 5, 6].map(esim)));
      else if (url.startsWith('/api/esim/usage'))
        response.end(`${success(usageOf(url)).slice(0, -2)},${member}}}`);
      else response.end(success([]));
    });
    expect(mb).toBeLessThan(MOST_MB);
  },
);

test('the advice on a refused answer fits the reason', async () => {
  const answers = {
    'the list continues after 10000 eSIMs, more than requested: check that api.baseUrl is right; if it is, report this':
      () => listOf(20_000, () => '"x":0'),
    'the answer is not the JSON it should be: check that api.baseUrl is right, then the provider': () => [
      '<html>down</html>',
    ],
  };
  for (const [words, list] of Object.entries(answers)) {
    const { stderr } = await poll((_request, response) => Readable.from(list()).pipe(response));
    expect(stderr).toContain(words);
  }
});

test('an eSIM that is too large is left out of the list, counted with its reason, and stops no other', async () => {
  const large = (number: number) => `"label":"${'x'.repeat(number === 3 ? 1_000_000 : 1)}"`;
  const { stdout, site } = await poll(({ url = '' }, response) => {
    if (url.startsWith('/api/esims')) Readable.from(listOf(7, large)).pipe(response);
    else response.end(success(url.startsWith('/api/esim/usage') ? usageOf(url) : []));
  });
  expect(JSON.parse(stdout)).toMatchObject({ listed: 7, polled: 6, skipped: 1, failed: 0 });
  const rejected = await run(['rejected', '--config', site.configFile], { cwd: site.folder });
  expect(rejected.stdout).toContain('larger than 128 KB');
});
