import type { EsimStatus } from './esim.js';

const ENDED: ReadonlySet<EsimStatus> = new Set(['EXPIRED', 'REVOKED', 'DELETED']);

/** True when the provider says that this eSIM will not carry data again. */
export function hasEnded(status: EsimStatus): boolean {
  return ENDED.has(status);
}

/** True for a profile that was paid for but never installed. */
export function isUnused(status: EsimStatus): boolean {
  return status === 'READY';
}
