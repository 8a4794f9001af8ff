import { createHash, timingSafeEqual } from 'node:crypto';
import type { Role } from './role.js';
import type { AccessSettings } from './settings.js';

type Tokens = Pick<AccessSettings, 'operatorToken' | 'viewerToken'>;

/** The permissions of a token; null for a wrong one. Its duration reveals nothing about the tokens. */
export function roleOfToken(given: string, { operatorToken, viewerToken }: Tokens): Role | null {
  const digest = digestOf(given);
  const isOperator = operatorToken !== null && timingSafeEqual(digest, digestOf(operatorToken));
  const isViewer = viewerToken !== null && timingSafeEqual(digest, digestOf(viewerToken));
  if (isOperator) return 'operator';
  return isViewer ? 'viewer' : null;
}

/** The token of an `Authorization` header; null without one. */
export function bearerToken(authorization: string | undefined): string | null {
  const given = /^Bearer +(.+)$/i.exec(authorization ?? '')?.[1];
  // Node gives a header's bytes as one character each.
  return given === undefined ? null : Buffer.from(given.trim(), 'latin1').toString('utf8');
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
