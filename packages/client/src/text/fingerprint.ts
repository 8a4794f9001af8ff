import { hash } from 'node:crypto';

/** 132 bits of SHA-256: two contents that differ do not share it. */
export function fingerprintOf(content: Buffer | string): string {
  return hash('sha256', content, 'base64url').slice(0, 22);
}
