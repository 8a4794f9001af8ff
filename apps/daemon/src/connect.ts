import type { SecureContext } from 'node:tls';
import { openConnections, trusting } from '@roamwatch/client';
import type { Connect } from '@roamwatch/notify';
import type { Config } from './config/config.js';

type Trusting = Pick<Config, 'tls'>;

/** Opens connections according to HTTP_PROXY, HTTPS_PROXY and NO_PROXY, with the configured certificates. */
export function connectAs({ tls }: Trusting): Connect {
  return (url, connections) => openConnections(new URL(url).origin, connections, tls?.certificates ?? []);
}

/** The certificates that TLS connections other than HTTP trust; undefined: the well-known authorities. */
export function trustOf({ tls }: Trusting): SecureContext | undefined {
  return tls === null ? undefined : trusting(tls.certificates);
}
