import { type Dispatcher, EnvHttpProxyAgent, Pool } from 'undici';
import { trusting } from './certificates.js';

/**
 * Connections to one server: at most so many, through the proxy that the environment names for its address, or
 * straight to it.
 *
 * @throws {TypeError} when the environment names a proxy that cannot be one.
 */
export function openConnections(
  origin: string,
  connections: number,
  caCertificates: readonly string[],
): Dispatcher {
  const tls = caCertificates.length === 0 ? {} : { secureContext: trusting(caCertificates) };
  if (!environmentNamesProxy(origin)) return new Pool(origin, { connections, connect: tls });
  try {
    // It also honours NO_PROXY.
    return new EnvHttpProxyAgent({ connections, connect: tls, requestTls: tls, proxyTls: tls });
  } catch {
    // Its own text may quote the proxy's password.
    throw new TypeError('HTTP_PROXY or HTTPS_PROXY is not the URL of a proxy');
  }
}

/** By the names, and in the order, in which undici reads them: one for HTTP serves HTTPS too. */
function environmentNamesProxy(origin: string): boolean {
  const { env } = process;
  const forHttp = env.http_proxy ?? env.HTTP_PROXY ?? '';
  const forHttps = env.https_proxy ?? env.HTTPS_PROXY ?? '';
  return forHttp !== '' || (forHttps !== '' && origin.startsWith('https:'));
}
