import type { CheckResult } from '@roamwatch/monitor';
import type { Config, HttpConfig } from './config/config.js';
import type { Secret } from './config/secret.js';

/** Shorter ones can be guessed, at two tries a minute from each of many addresses. `openssl rand -hex 32` makes longer ones. */
const SHORTEST_TOKEN = 16;

/** Settings of the page's access that have no effect, and tokens that can be guessed. */
export function checkAccess({ http }: Pick<Config, 'http'>): readonly CheckResult[] {
  if (http === null) return [];
  return [
    ...withoutEffect(http),
    ...unknownProxy(http),
    ...shortToken('HTTP token', http.token),
    ...shortToken('HTTP token for viewers', http.viewerToken),
  ];
}

function withoutEffect({ userHeader, trustedProxies, operators }: HttpConfig): readonly CheckResult[] {
  if (userHeader !== null && trustedProxies.length === 0) {
    return [
      warned(
        'page',
        `http.userHeader is ignored, because no proxy is trusted to send ${userHeader}`,
        'list the addresses of the proxy in http.trustedProxies',
      ),
    ];
  }
  if (userHeader === null && operators.length > 0) {
    return [
      warned(
        'page',
        'http.operators is ignored, because no proxy names the users',
        'set http.userHeader to the header in which the proxy names them, or remove http.operators',
      ),
    ];
  }
  return [];
}

/** Wrong tokens are counted against the address they come from. */
function unknownProxy({ publicUrl, token, trustedProxies }: HttpConfig): readonly CheckResult[] {
  // What Roamwatch serves itself is plain HTTP.
  if (token === null || !publicUrl?.startsWith('https:') || trustedProxies.length > 0) return [];
  return [
    warned(
      'page',
      `all requests to ${publicUrl} count as one address, the proxy's: ten wrong tokens of anybody lock everybody out`,
      'list the addresses of the proxy in http.trustedProxies',
    ),
  ];
}

function shortToken(item: string, token: Secret | null): readonly CheckResult[] {
  if (token === null || token.reveal().length >= SHORTEST_TOKEN) return [];
  return [
    warned(
      item,
      `it is shorter than ${SHORTEST_TOKEN} characters and can be guessed`,
      'make one with: openssl rand -hex 32',
    ),
  ];
}

function warned(item: string, message: string, hint: string): CheckResult {
  return { item, ok: true, level: 'warning', message, hint };
}
