import { expect, test } from 'vitest';
import { KnownSecrets } from '../src/failure/known-secrets.js';
import { esimBody, sendData, sendJson, startProvider, usageBody } from './provider.js';

const ICCID = usageBody().iccid;
/** With characters that look otherwise in every encoding. */
const TOKEN = 'rmf/live+Ab"c<d>&9=x7Q~zz';

const inBase64 = (text: string) => Buffer.from(text).toString('base64');

const FORMS: readonly [string, string][] = [
  ['plain', TOKEN],
  ['as it was sent', `Bearer ${TOKEN}`],
  ['in capitals', TOKEN.toUpperCase()],
  ['percent-encoded', encodeURIComponent(TOKEN)],
  ['percent-encoded in small letters', encodeURIComponent(TOKEN).toLowerCase()],
  ['escaped for JSON', JSON.stringify(TOKEN)],
  ['escaped for JSON with slashes', JSON.stringify(TOKEN).replaceAll('/', '\\/')],
  [
    'escaped for HTML',
    TOKEN.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
  ],
  ['in hexadecimal', Buffer.from(TOKEN).toString('hex')],
  ['in Base64', inBase64(TOKEN)],
  ['in Base64 for URLs', Buffer.from(TOKEN).toString('base64url')],
  ['in Base64 with its header', inBase64(`Bearer ${TOKEN}`)],
  ['in Base64 after one byte', inBase64(`x${TOKEN}`)],
  ['in Base64 after two bytes', inBase64(`xy${TOKEN}`)],
  ['in Base64 as a login', inBase64(`user:${TOKEN}`)],
  ['in Base64 before more', inBase64(`${TOKEN}:and more`)],
];

/** Any eight characters in a row of it, or of an encoding of it, would be a leak. */
function leaks(text: string, form: string): boolean {
  for (let at = 0; at + 8 <= form.length; at++) {
    if (text.includes(form.slice(at, at + 8))) return true;
  }
  return false;
}

test.each(FORMS)('the token %s, in any error text, is hidden', async (_, form) => {
  for (const message of [`Invalid API key ${form} given`, form, `{"authorization":"${form}"}`]) {
    for (const status of [200, 401, 400, 500]) {
      const provider = await startProvider((_request, response) =>
        sendJson(response, { status: 'failed', message, code: form }, status),
      );
      const client = provider.client({ token: TOKEN, retries: 0 });
      const error = await client.usageDetails(ICCID).catch((thrown: unknown) => thrown);
      expect(String(error)).toContain('[hidden]');
      expect(leaks(String(error), form.replace(/^Bearer /, ''))).toBe(false);
      expect((error as { code: unknown }).code).toBeNull();
    }
  }
});

test('a token that was replaced is hidden as well', async () => {
  const tokens = ['first-token-0001', 'second-token-0002'];
  const provider = await startProvider((_, response) =>
    sendJson(response, { status: 'failed', message: 'not first-token-0001 but second-token-0002' }, 401),
  );
  const client = provider.client({ token: () => tokens.shift() ?? 'third-token-00003', retries: 0 });
  await client.usage(ICCID).catch(() => {});
  await expect(client.usage(ICCID)).rejects.toThrow('not [hidden] but [hidden]');
});

test('the token is in no excerpt of rejected data', async () => {
  const provider = await startProvider((request, response) => {
    if (request.url?.startsWith('/api/esims')) sendData(response, [{ ...esimBody(1), createdAt: TOKEN }]);
    else
      sendData(response, usageBody({ dataUsages: [{ date: TOKEN, usage: 1 }], allowedData: `x ${TOKEN}` }));
  });
  const client = provider.client({ token: TOKEN });
  const { rejected } = await client.usageDetails(ICCID);
  for await (const batch of client.listEsims())
    expect(JSON.stringify(batch.rejected)).not.toContain('rmf/live');
  expect(rejected).toHaveLength(2);
  expect(JSON.stringify(rejected)).not.toContain('rmf/live');
});

test('text without a secret stays as it is, and a hostile one comes to an end', () => {
  const secrets = new KnownSecrets();
  secrets.add(TOKEN);
  expect(secrets.hide('Unknown error for eSIM 8944')).toBe('Unknown error for eSIM 8944');
  secrets.hide(inBase64(TOKEN).slice(0, -2).repeat(50_000));
});

test('the text of the provider comes on one line, without terminal control sequences', async () => {
  const provider = await startProvider((_, response) =>
    sendJson(
      response,
      { status: 'failed', message: `a\u001b[31mb\r\nc\u0085d\u202Ee\uD800f\u0000g${'x'.repeat(500)}` },
      400,
    ),
  );
  const error = await provider
    .client()
    .usage(ICCID)
    .catch((thrown: unknown) => thrown);
  expect(String(error)).not.toMatch(/[\p{Cc}\p{Cs}\u202E]/u);
  expect(String(error).length).toBeLessThan(300);
});
