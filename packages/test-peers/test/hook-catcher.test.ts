import { afterEach, beforeEach, expect, test } from 'vitest';
import { type HookCatcher, startHookCatcher } from '../src/index.js';

let catcher: HookCatcher;
beforeEach(async () => {
  catcher = await startHookCatcher();
});
afterEach(() => catcher.close());

const post = (body: string) => fetch(`${catcher.url}/services/x?y=1`, { method: 'POST', body });

test('keeps path, headers and the raw body', async () => {
  const answer = await post('{"a": 1}\n');

  expect(await answer.text()).toBe('ok');
  const [request] = await catcher.waitFor(1);
  expect(request).toMatchObject({ method: 'POST', path: '/services/x?y=1' });
  expect(request?.body.toString()).toBe('{"a": 1}\n');
  expect(request?.headers['content-length']).toBe('9');
});

test('gives scripted answers in order, then its usual one', async () => {
  catcher.answerNext({ status: 429, headers: { 'Retry-After': '30' } }, { status: 404, body: 'no_service' });

  const [limited, gone, usual] = [await post(''), await post(''), await post('')];

  expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '30']);
  expect([gone.status, await gone.text()]).toEqual([404, 'no_service']);
  expect(usual.status).toBe(200);
});

test('cuts the connection after it has kept the request', async () => {
  catcher.answerNext('cut');

  await expect(post('lost')).rejects.toThrow();
  expect(catcher.received.map((request) => request.body.toString())).toEqual(['lost']);
});

test('closes while a request hangs', async () => {
  catcher.answerNext('hang');
  const hanging = post('').catch(() => 'closed');
  await catcher.waitFor(1);

  await catcher.close();
  expect(await hanging).toBe('closed');
});
