import { spawnSync } from 'node:child_process';
import { expect, test, vi } from 'vitest';
import type { Hooks, RequestInfo, RequestStart, RoamifyError } from '../src/index.js';
import { type Handler, sendData, sendJson, startProvider, TOKEN, usageBody } from './provider.js';

const ICCID = usageBody().iccid;
const answer: Handler = (_, response) => sendData(response, usageBody());
const down: Handler = (_, response) => sendJson(response, { status: 'failed', message: 'no' }, 503);

test('hooks see every request before and after, and each failed call once', async () => {
  const provider = await startProvider((request, response, count) => {
    if (count <= 2) return down(request, response, count);
    return count === 3 ? answer(request, response, count) : sendJson(response, { status: 'failed' }, 404);
  });
  const seen: string[] = [];
  const hooks: Hooks = {
    before: ({ method, url, attempt }: RequestStart) => void seen.push(`${attempt} ${method} ${url}`),
    after: ({ attempt, httpStatus, error }: RequestInfo) =>
      void seen.push(`${attempt} ${httpStatus} ${error}`),
    error: (error: RoamifyError) => void seen.push(error.reason),
  };
  const client = provider.client({ hooks });
  await client.usage(ICCID);
  await expect(client.esimById('e')).rejects.toMatchObject({ reason: 'not-found' });
  const url = `${provider.baseUrl}/api/esim/usage?iccid=${ICCID}`;
  expect(seen).toEqual([
    `1 GET ${url}`,
    '1 503 unavailable',
    `2 GET ${url}`,
    '2 503 unavailable',
    `3 GET ${url}`,
    '3 200 null',
    `1 GET ${provider.baseUrl}/api/esim?esimId=e`,
    '1 404 not-found',
    'not-found',
  ]);
});

test('a call that was not sent is reported as failed, without a request', async () => {
  const provider = await startProvider(down);
  const after = vi.fn();
  const error = vi.fn();
  const client = provider.client({ retries: 0, breakAfter: 1, hooks: { after, error } });
  for (let calls = 0; calls < 2; calls++) await client.usage(ICCID).catch(() => {});
  expect(after).toHaveBeenCalledTimes(1);
  expect(error.mock.calls.map(([{ reason }]) => reason)).toEqual(['unavailable', 'circuit-open']);
});

test('a hook that returns a promise is waited for', async () => {
  const provider = await startProvider(answer);
  const order: string[] = [];
  const later = (what: string) => async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push(`${what} ${provider.asked.length}`);
  };
  await provider.client({ hooks: { before: later('before'), after: later('after') } }).usage(ICCID);
  expect(order).toEqual(['before 0', 'after 1']);
});

class Own extends Error {}

/** Everything that a function of the caller can throw, as it throws it. */
const FAULTS: readonly [string, () => never][] = [
  ['an error', () => raise(new Own('boom'))],
  [
    'an error with a code of the network',
    () => raise(Object.assign(new Own('boom'), { code: 'ECONNRESET' })),
  ],
  ['a TypeError', () => raise(new TypeError('boom'))],
  ['a text', () => raise('boom')],
];

function raise(thrown: unknown): never {
  throw thrown;
}

test.each(
  FAULTS.flatMap(([what, fault]) =>
    (['before', 'after', 'error', 'debug'] as const).flatMap((where) =>
      [200, 404, 503].map((status) => ({ what, fault, where, status })),
    ),
  ),
)(
  '$what from "$where" at HTTP $status is thrown as it is: not repeated, and no fault of the provider',
  async ({ fault, where, status }) => {
    const provider = await startProvider((_, response) =>
      sendJson(response, { status: status === 200 ? 'success' : 'failed', data: usageBody() }, status),
    );
    if (where === 'error' && status === 200) return;
    let faulty = true;
    const hook = () => (faulty ? fault() : undefined);
    const client = provider.client({
      breakAfter: 1,
      retries: where === 'error' ? 0 : 2,
      ...(where === 'debug' ? { debug: hook } : { hooks: { [where]: hook } }),
    });
    const thrown = await client.usage(ICCID).catch((error: unknown) => error);
    expect(thrown).toBe(expectedFrom(fault, thrown));
    const sent = where === 'before' || where === 'debug' ? 0 : 1;
    expect(provider.asked).toHaveLength(sent);
    faulty = false;
    // Only what the provider itself answered may keep the next call from it.
    await client.usage(ICCID).catch(() => {});
    expect(provider.asked.length > sent).toBe(sent === 0 || status !== 503);
  },
);

/** The faults make a new error each time: what was thrown is compared by what it is. */
function expectedFrom(fault: () => never, thrown: unknown): unknown {
  try {
    return fault();
  } catch (like) {
    const same = typeof like === 'string' ? like === thrown : String(like) === String(thrown);
    return same && Object.getPrototypeOf(Object(like)) === Object.getPrototypeOf(Object(thrown))
      ? thrown
      : like;
  }
}

test('a hook that rejects is the caller’s own as well, and the turn is given back', async () => {
  const provider = await startProvider(answer);
  let rejects = true;
  const before = async () => {
    if (rejects) throw Object.assign(new Own('boom'), { code: 'ETIMEDOUT' });
  };
  const client = provider.client({ hooks: { before }, concurrency: 1, breakAfter: 1 });
  await expect(client.usage(ICCID)).rejects.toBeInstanceOf(Own);
  await expect(client.listEsims()[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(Own);
  expect(provider.asked).toHaveLength(0);
  rejects = false;
  await expect(client.usage(ICCID)).resolves.toMatchObject({ allowed: 1024 });
});

test('the debug log tells the whole story, and no secret', async () => {
  const provider = await startProvider((request, response, count) =>
    count === 1
      ? sendJson(response, { status: 'failed', message: `token ${TOKEN} is busy` }, 503)
      : answer(request, response, count),
  );
  const lines: string[] = [];
  const client = provider.client({ debug: (line) => lines.push(line) });
  await client.usage(ICCID);
  await client.close();
  await client.usage(ICCID).catch(() => {});
  expect(lines.map((line) => line.replace(/\d+ ms/, 'N ms'))).toEqual([
    `usage: GET ${provider.baseUrl}/api/esim/usage?iccid=${ICCID}`,
    'usage: unavailable after N ms (attempt 1): usage: HTTP 503: "token [hidden] is busy"',
    'usage: sent again in N ms',
    `usage: GET ${provider.baseUrl}/api/esim/usage?iccid=${ICCID}`,
    'usage: HTTP 200 after N ms (attempt 2)',
    'usage: failed after 1 attempt: usage: stopped before it was answered',
  ]);
  expect(lines.join()).not.toContain(TOKEN);
});

test('NODE_DEBUG turns the debug log on in any program', async () => {
  const program = `
    import { createRoamifyClient } from '@roamwatch/client';
    const client = createRoamifyClient({ baseUrl: 'http://127.0.0.1:1', token: 'a-token', retries: 0 });
    await client.usage('8940').catch(() => {});`;
  const run = (env: Record<string, string>) =>
    spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
      cwd: new URL('../', import.meta.url),
      env,
      encoding: 'utf8',
    }).stderr;
  expect(run({ NODE_DEBUG: 'roamwatch-client' })).toMatch(
    /^ROAMWATCH-CLIENT \d+: usage: GET http:\/\/127\.0\.0\.1:1\/api\/esim\/usage\?iccid=8940\n/,
  );
  expect(run({})).toBe('');
});
