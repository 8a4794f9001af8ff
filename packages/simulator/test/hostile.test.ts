import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULT_KINDS, OPERATIONS, type Simulator, startSimulator } from '../src/index.js';

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ size: 20 });
});
afterAll(() => simulator.close());

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The status of the answer; a connection that ends without one is an error. */
function statusOf({ method, path, headers = {}, body }: Sent): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { host: '127.0.0.1', port: simulator.port, method, path, headers: { connection: 'close', ...headers } },
      (response) => {
        response.resume();
        response.on('end', () => resolve(response.statusCode ?? 0));
      },
    );
    request.on('error', reject);
    request.on('connect', (response) => resolve(response.statusCode ?? 0));
    request.end(body);
  });
}

/** The first line of what comes back for these bytes. */
function firstLineFor(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(simulator.port, '127.0.0.1', () => socket.write(text));
    let answer = '';
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      answer += chunk;
      if (answer.includes('\r\n')) socket.destroy();
    });
    socket.on('close', () => resolve(answer.split('\r\n')[0] ?? ''));
    socket.on('error', reject);
  });
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'CONNECT'];
const method = fc.constantFrom(...METHODS);
const step = fc.constantFrom(
  'state',
  'clock',
  'faults',
  'requests',
  'push',
  'api',
  'esim',
  'esims',
  'usage',
  'details',
  '..',
  '.',
  '',
  '%2e%2e',
  '%00',
  '%',
  '%zz',
  '1',
  '-1',
  '0x1',
  '1e3',
  '99999999999999999999',
  '__proto__',
  'constructor',
  '_simulator',
  '~',
  '%F0%9F',
  ';a=b',
);
const path = fc
  .tuple(fc.constantFrom('/_simulator/', '/', '/api/', '//'), fc.array(step, { maxLength: 4 }))
  .map(([start, steps]) => start + steps.join('/'));
const value = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '1e3', '-1', '0x10', 'NaN', '9'.repeat(400), '\ud800'),
);
const query = fc
  .array(
    fc.tuple(
      fc.constantFrom('iccid', 'esimId', 'limit', 'status', 'referenceId', 'days', 'gbs', 'isUnlimited'),
      value,
    ),
  )
  .map((pairs) => pairs.map(([key, text]) => `${key}=${encodeURIComponent(text.toWellFormed())}`).join('&'));
/** Fields of a fault, of a move of the clock and of an application, with any value and with likely ones. */
const body = fc.oneof(
  fc.string(),
  fc.json(),
  fc
    .dictionary(
      fc.constantFrom(
        'kind',
        'operation',
        'iccid',
        'times',
        'probability',
        'delayMs',
        'after',
        'for',
        'every',
        'keep',
        'set',
        'advance',
        'speed',
        'esimId',
        'referenceId',
        '__proto__',
        'toString',
        '',
      ),
      fc.oneof(
        fc.jsonValue(),
        fc.constantFrom(...OPERATIONS),
        fc.constantFrom('1e9', 'toString', '5m', -0, 1e308, -1e308, 0.5, 2 ** 53, '\u0000'),
      ),
    )
    .map((fields) => JSON.stringify(fields)),
  fc.uint8Array({ maxLength: 2_000 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
);

test('whatever is sent, the answer is no 5xx, and the simulator goes on', async () => {
  const token = `Bearer ${simulator.token}`;
  await fc.assert(
    fc.asyncProperty(method, path, query, body, fc.boolean(), async (verb, where, search, content, known) => {
      // Faults that answer 5xx, or never, are for those who ask for them.
      simulator.faults.clear();
      const status = await statusOf({
        method: verb,
        path: search === '' ? where : `${where}?${search}`,
        headers: known ? { authorization: token } : {},
        ...(verb === 'POST' && { body: content }),
      });
      expect(status).toBeGreaterThanOrEqual(200);
      expect(status).toBeLessThan(500);
      expect(await statusOf({ method: 'GET', path: '/_simulator/state' })).toBe(200);
    }),
    { numRuns: 600 },
  );
});

test('whatever the clock is told, it can still be read, and the fleet too', async () => {
  const headers = { authorization: `Bearer ${simulator.token}` };
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('set', 'advance', 'speed'),
      fc.oneof(fc.double(), fc.integer(), fc.constantFrom(8.64e12, 8.64e15, 1e9, 7_258_118_400, 0, 1e300)),
      async (move, to) => {
        const told = await statusOf({
          method: 'POST',
          path: '/_simulator/clock',
          body: JSON.stringify({ [move]: to }),
        });
        expect([200, 400]).toContain(told);
        expect(await statusOf({ method: 'GET', path: '/_simulator/clock' })).toBe(200);
        expect(await statusOf({ method: 'GET', path: '/api/esims', headers })).toBe(200);
        const [iccid = ''] = simulator.truth.iccids();
        const usage = await statusOf({
          method: 'GET',
          path: `/api/esim/usage/details?iccid=${iccid}`,
          headers,
        });
        expect([200, 400, 404, 422]).toContain(usage);
      },
    ),
    { numRuns: 200 },
  );
  simulator.clock.runAt(0);
  simulator.clock.set(1_736_121_600);
});

test.each([
  ['a body of 65 KB', 'POST', '/_simulator/faults', 'x'.repeat(66_000), 413],
  ['a body of 1 MB', 'POST', '/_simulator/clock', 'x'.repeat(1_000_000), 413],
  ['a large application', 'POST', '/api/esim/apply', 'x'.repeat(66_000), 413],
  ['JSON that is no object', 'POST', '/_simulator/faults', '[1]', 400],
  ['no body', 'POST', '/_simulator/clock', '', 400],
  ['60,000 brackets', 'POST', '/_simulator/faults', '['.repeat(60_000), 400],
  [
    'a kind that is an object',
    'POST',
    '/_simulator/faults',
    `{"kind":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
    400,
  ],
  [
    'a kind of 60,000 letters',
    'POST',
    '/_simulator/faults',
    JSON.stringify({ kind: 'a'.repeat(60_000) }),
    400,
  ],
  ['a method that is not allowed', 'PUT', '/_simulator/faults', '', 405],
  ['a method on a part of a resource', 'GET', '/_simulator/faults/1', '', 405],
  ['a part of a resource without parts', 'GET', '/_simulator/state/all', '', 404],
  ['a number in another form', 'DELETE', '/_simulator/faults/0x1', '', 404],
  ['a path that climbs', 'GET', '/_simulator/../_simulator/state', '', 404],
  ['the folder itself', 'GET', '/_simulator/', '', 404],
])('%s is refused', async (_, verb, where, content, status) => {
  const headers = { authorization: `Bearer ${simulator.token}` };
  expect(await statusOf({ method: verb, path: where, body: content, headers })).toBe(status);
});

test.each([
  ['garbage', '\0\0\r\n\r\n', 400],
  ['another protocol', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
  [
    'two lengths',
    'POST /_simulator/clock HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    400,
  ],
  [
    'length and chunks',
    'POST /_simulator/clock HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  [
    'an unknown encoding',
    'POST /_simulator/clock HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: rot13\r\n\r\n{}',
    400,
  ],
  [
    'headers of 100 KB',
    `GET /_simulator/state HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`,
    431,
  ],
  ['no host', 'GET /_simulator/state HTTP/1.1\r\n\r\n', 400],
  ['a line break in a header', 'GET /_simulator/state HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n', 400],
  ['an expectation', 'POST /_simulator/clock HTTP/1.1\r\nHost: a\r\nExpect: a-pony\r\n\r\n', 417],
  ['an absolute address', 'GET http://example.com/_simulator/state HTTP/1.1\r\nHost: a\r\n\r\n', 401],
])('%s on the wire is refused', async (_, bytes, status) => {
  expect(await firstLineFor(bytes)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
});

test('the number of faults is bounded', async () => {
  simulator.faults.clear();
  const fault = JSON.stringify({ kind: 'slow', delayMs: 0, probability: 0.5 });
  const add = () => statusOf({ method: 'POST', path: '/_simulator/faults', body: fault });
  for (let number = 1; number <= 1_000; number++) simulator.faults.add({ kind: 'slow', delayMs: 0 });
  expect(await add()).toBe(409);
  simulator.faults.clear();
  expect(await add()).toBe(200);
  simulator.faults.clear();
});

test('every kind of fault can be asked for', async () => {
  for (const kind of Object.keys(FAULT_KINDS)) {
    const added = { method: 'POST', path: '/_simulator/faults', body: JSON.stringify({ kind, after: '1h' }) };
    expect(await statusOf(added)).toBe(200);
  }
  simulator.faults.clear();
});
