import type { Connect } from '@roamwatch/notify';
import { request } from 'undici';
import { PUSH_PATH } from '../push/path.js';
import type { Settings } from '../settings.js';
import { type CheckResult, failed, ok, warning } from './result.js';

const ITEM = 'push';

const PROXY =
  'the proxy there must have a valid certificate, pass the path and the body on unchanged, and allow 64 KB';

/** What to register with the provider. */
export function checkPush({ http }: Settings): CheckResult {
  if (http?.publicUrl == null) {
    return warning(
      ITEM,
      'the address to register with the provider is unknown',
      `set http.publicUrl to the https:// address of a proxy that passes ${PUSH_PATH} on to http.listen`,
    );
  }
  const url = `${http.publicUrl}${PUSH_PATH}`;
  if (!url.startsWith('https:')) {
    return warning(
      ITEM,
      `${url} is not encrypted, and the provider only sends to https:// addresses`,
      'put a proxy with a valid certificate in front, and its address into http.publicUrl',
    );
  }
  return ok(ITEM, `register ${url} in the provider's dashboard; ${PROXY}`);
}

const TIMEOUT_MS = 10_000;

/**
 * Sends something unsigned to the registered address: a daemon behind it refuses that with 401, so whatever else answers is in the
 * way. Nothing but a counter shows it.
 */
export async function tryPush(publicUrl: string, connect: Connect): Promise<CheckResult> {
  const item = 'push address';
  const url = `${publicUrl}${PUSH_PATH}`;
  const dispatcher = connect(url, 1);
  try {
    const { statusCode, body } = await request(url, {
      dispatcher,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await body.dump();
    if (statusCode === 401) return ok(item, `${url} reaches Roamwatch`);
    return failed(item, `${url} answered HTTP ${statusCode} to an unsigned event`, whatToDo(statusCode));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
    return warning(
      item,
      `${url} cannot be reached from here (${code})`,
      'start Roamwatch and the proxy, and check the certificate and the name; from outside it may be reached all the same',
    );
  } finally {
    await dispatcher.destroy();
  }
}

function whatToDo(status: number): string {
  if (status === 404)
    return `start \`roamwatch run\` with this configuration, and have the proxy pass ${PUSH_PATH} on`;
  if (status === 405) return 'have the proxy pass POST requests on';
  if (status === 413) return 'have the proxy allow bodies of 64 KB';
  if (status >= 500) return 'start `roamwatch run`: the proxy answers and has nothing behind it';
  return `have the proxy pass ${PUSH_PATH} on without a sign-in or redirect of its own`;
}
