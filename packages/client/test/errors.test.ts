import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { RoamifyError } from '../src/index.js';
import { esimBody, type Handler, sendData, sendJson, startProvider, usageBody } from './provider.js';

const ICCID = usageBody().iccid;
const TOKEN = 'rmf/live+Ab"c<d>&9=x7Q~zz';

async function failureOf(handler: Handler, call: 'usage' | 'list' = 'usage'): Promise<RoamifyError> {
  const provider = await startProvider(handler);
  const client = provider.client({ token: TOKEN, retries: 0, timeouts: { request: 2 } });
  try {
    if (call === 'usage') await client.usage(ICCID);
    else for await (const _ of client.listEsims());
  } catch (error) {
    if (error instanceof RoamifyError) return error;
    throw error;
  }
  throw new Error('the call was expected to fail');
}

test.each(['usage', 'list'] as const)(
  'an error of "%s" has the status and the answer as it came',
  async (call) => {
    const body = '{\n  "status": "failed",\n  "message": "No such eSIM", "hint": {"id": 7}\n}';
    const error = await failureOf((_, response) => response.writeHead(404).end(body), call);
    expect(error).toMatchObject({ httpStatus: 404, body });
  },
);

test.each(['usage', 'list'] as const)('a failure of "%s" with HTTP 200 has its answer too', async (call) => {
  const envelope = { status: 'failed', message: 'Not now', details: [1, 2] };
  const error = await failureOf((_, response) => sendJson(response, envelope), call);
  expect(error).toMatchObject({ reason: 'failed', httpStatus: 200, body: JSON.stringify(envelope) });
});

test('an answer that is no JSON, or about something else, is there to be looked at', async () => {
  const page = await failureOf((_, response) => response.end('<html>\r\n<h1>Down</h1>'));
  expect(page).toMatchObject({ reason: 'unreadable', body: '<html>\n<h1>Down</h1>' });
  expect(page.cause).toMatchObject({ name: 'SyntaxError' });
  const other = await failureOf((_, response) => sendData(response, { iccid: '8999' }));
  expect(other).toMatchObject({ reason: 'unreadable', body: '{"status":"success","data":{"iccid":"8999"}}' });
});

test('without an answer there is none, and the cause says why', async () => {
  const cut = await failureOf((_, response) => void response.destroy());
  expect(cut).toMatchObject({ reason: 'network', body: null, cause: { code: 'UND_ERR_SOCKET' } });
  expect(inspect(cut)).toMatch(/cause.*SocketError\]: other side closed/s);
  const late = await failureOf(() => {});
  expect(late).toMatchObject({ reason: 'timeout', body: null });
});

test('the cause of an abort is the reason given for it', async () => {
  const provider = await startProvider(() => {});
  const reason = { why: 'enough' };
  const stop = new AbortController();
  const call = provider.client().usage(ICCID, { signal: stop.signal });
  setTimeout(() => stop.abort(reason), 20);
  await expect(call).rejects.toMatchObject({ reason: 'aborted', cause: reason });
});

test('the cause of a token that cannot be read is the error its function threw', async () => {
  const provider = await startProvider((_, response) => sendData(response, usageBody()));
  const token = () => Promise.reject(Object.assign(new Error('gone'), { code: 'ENOENT' }));
  await expect(provider.client({ token }).usage(ICCID)).rejects.toMatchObject({
    reason: 'unauthorized',
    cause: { message: 'gone', code: 'ENOENT' },
  });
});

const inBase64 = (text: string) => Buffer.from(text).toString('base64');
const CODE = 'K2-9Z7XQ4-PLM83V';
const LPA = `LPA:1$smdp.example$${CODE}`;

/** What must be in no error, in whatever form: the token, the activation code, PIN, PUK and phone number. */
const SECRETS = [TOKEN, CODE, '48613', '90215577', '447700900123'];

const installation = {
  lpaCode: LPA,
  activationCode: CODE,
  qrCodeUrl: `https://images.example/${CODE}/public`,
  iosQuickInstall: `https://esimsetup.apple.com/?carddata=${encodeURIComponent(LPA)}`,
  pin: '48613',
  puk: 90215577,
  number: '447700900123',
};
const esim = { ...esimBody(1), esim: installation };

const BODIES: readonly [string, string][] = [
  ['an eSIM with a failed status', JSON.stringify({ status: 'failed', data: esim })],
  ['the same, indented', JSON.stringify({ status: 'failed', data: esim }, null, 2)],
  [
    'the same inside a text',
    JSON.stringify({ status: 'failed', message: JSON.stringify({ esim: installation }) }),
  ],
  ['JSON cut inside a secret', JSON.stringify({ data: esim }).replace(/(K2-9Z7)[\s\S]*/, '$1')],
  [
    'an eSIM that is of another type',
    JSON.stringify({ status: 'success', data: { ...esim, iccid: '8999' } }),
  ],
  [
    'secrets told again elsewhere',
    JSON.stringify({ status: 'failed', data: esim, log: `PIN 48613, ${CODE}` }),
  ],
  ['them in Base64', JSON.stringify({ status: 'failed', data: esim, log: inBase64(`x ${CODE} 90215577`) })],
  ['an activation code in Base64', JSON.stringify({ status: 'failed', code: inBase64(`>${LPA}`) })],
  ['an activation code in a link', `<a href="${installation.iosQuickInstall}">install</a>`],
  ['an activation code in hexadecimal', `<p>${Buffer.from(LPA).toString('hex')}</p>`],
  ['the token', `<p>Bearer ${TOKEN}</p>`],
  ['the token in JSON', JSON.stringify({ status: 'failed', headers: { authorization: `Bearer ${TOKEN}` } })],
  ['the token in Base64', JSON.stringify({ status: 'failed', echo: inBase64(`Bearer ${TOKEN}`) })],
  ['the token in percent-encoding', `token=${encodeURIComponent(TOKEN)}`],
  ['a token that is not ours', JSON.stringify({ status: 'failed', accessToken: CODE })],
];

const FORMS = [
  (secret: string) => secret,
  encodeURIComponent,
  (secret: string) => JSON.stringify(secret).slice(1, -1),
  (secret: string) => Buffer.from(secret).toString('hex'),
  ...[0, 1, 2].map(
    (offset) => (secret: string) => inBase64(`${'>'.repeat(offset)}${secret}`).slice(offset && 4, -4),
  ),
];

test.each(BODIES.flatMap(([what, body]) => [200, 400, 503].map((status) => ({ what, body, status }))))(
  'no part of an error has a secret of $what, HTTP $status',
  async ({ body, status }) => {
    for (const call of ['usage', 'list'] as const) {
      const error = await failureOf((_, response) => response.writeHead(status).end(body), call).catch(
        () => null,
      );
      // A list reads what "usage" takes for a failure as a list without entries, or the other way round.
      if (error === null) continue;
      const shown = `${inspect(error, { depth: 9, showHidden: true })}\n${error.body}\n${JSON.stringify(error)}`;
      const leaked = SECRETS.flatMap((secret) =>
        FORMS.map((form) => form(secret)).filter((form) => form.length > 4 && shown.includes(form)),
      );
      expect([leaked, shown]).toEqual([[], shown]);
      expect(shown).not.toContain('K2-9Z7');
    }
  },
);

test('text without secrets stays, and a logger that writes all fields writes no answer', async () => {
  const error = await failureOf((_, response) => sendJson(response, { status: 'failed', data: esim }, 400));
  expect(JSON.parse(error.body ?? '')).toEqual({
    status: 'failed',
    data: {
      ...esimBody(1),
      esim: Object.fromEntries(Object.keys(installation).map((name) => [name, '[hidden]'])),
    },
  });
  expect(JSON.stringify(error)).not.toContain('hidden');
  expect(inspect(error)).not.toContain('lpaCode');
});

test('a long, hostile or binary answer costs neither time nor memory', async () => {
  const piece = inBase64(`Bearer ${TOKEN}`);
  for (const body of [
    piece.repeat(20_000),
    `${piece} `.repeat(20_000),
    '"pin":'.repeat(100_000),
    `${'\\'.repeat(60_000)}"pin`,
    `{"pin":"${'a'.repeat(70_000)}`,
    '{"pin":"1234","puk":"'.repeat(20_000),
  ]) {
    const error = await failureOf((_, response) => response.writeHead(400).end(body));
    expect(error.body?.length ?? 0).toBeLessThanOrEqual(4_096);
  }
  const binary = await failureOf((_, response) => response.writeHead(400).end(Buffer.from([0, 27, 91, 255])));
  expect(binary.body).not.toMatch(/\p{Cc}/u);
});
