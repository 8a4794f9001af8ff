import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { DAY, HOUR, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Session, Sessions } from '../ports/sessions.js';
import type { Role } from './role.js';
import type { AccessSettings } from './settings.js';

export const SESSION_COOKIE = 'roamwatch_session';
/** A session that is not used for this long ends. */
const SESSION_IDLE: Seconds = 12 * HOUR;
/** Every session ends after this. */
export const SESSION_LENGTH: Seconds = 7 * DAY;
/** The end is moved at most this often, so that looking does not mean writing. */
const EXTEND_AFTER: Seconds = HOUR / 2;

type Tokens = Pick<AccessSettings, 'operatorToken' | 'viewerToken'>;

/** Begins a session for a person with the token of that role. Returns the cookie's value, which is stored nowhere. */
export async function beginSession(
  sessions: Sessions,
  tokens: Tokens,
  role: Role,
  now: UnixSeconds,
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await sessions.add({
    id: idOf(secret),
    role,
    proof: proofOf(secret, role, tokens),
    createdAt: now,
    expiresAt: now + SESSION_IDLE,
  });
  return secret;
}

/** The role of the session that a cookie belongs to; null when there is none, it expired, or its token was replaced. */
export async function roleOfSession(
  sessions: Sessions,
  tokens: Tokens,
  cookie: string,
  now: UnixSeconds,
): Promise<Role | null> {
  const session = await sessions.find(idOf(cookie), now);
  if (session === null || !isProven(session, cookie, tokens)) return null;
  await extend(sessions, session, now);
  return session.role;
}

export function endSession(sessions: Sessions, cookie: string): Promise<void> {
  return sessions.end(idOf(cookie));
}

async function extend(sessions: Sessions, session: Session, now: UnixSeconds): Promise<void> {
  const expiresAt = Math.min(now + SESSION_IDLE, session.createdAt + SESSION_LENGTH);
  if (expiresAt - session.expiresAt >= EXTEND_AFTER) await sessions.extend(session.id, expiresAt);
}

function isProven(session: Session, cookie: string, tokens: Tokens): boolean {
  const expected = Buffer.from(proofOf(cookie, session.role, tokens));
  const stored = Buffer.from(session.proof);
  return expected.length === stored.length && timingSafeEqual(expected, stored);
}

function idOf(cookie: string): string {
  return createHash('sha256').update(cookie).digest('base64url');
}

/**
 * Ties a session to the token it was begun with: with another token it no longer fits. The key is the cookie's
 * secret, which the database does not have, so that nobody can guess tokens against it.
 */
function proofOf(secret: string, role: Role, { operatorToken, viewerToken }: Tokens): string {
  const token = role === 'operator' ? operatorToken : viewerToken;
  return createHmac('sha256', secret)
    .update(`${role} ${token ?? ''}`)
    .digest('base64url');
}
