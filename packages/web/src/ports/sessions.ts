import type { UnixSeconds } from '@roamwatch/core';
import type { Role } from '../access/role.js';

/** Logins that last. The store sees neither tokens nor cookies. */
export interface Sessions {
  add(session: Session): Promise<void>;
  /** Null when there is none, or when it has expired by `now`. */
  find(id: string, now: UnixSeconds): Promise<Session | null>;
  /** Moves the end of a session that is used. */
  extend(id: string, expiresAt: UnixSeconds): Promise<void>;
  end(id: string): Promise<void>;
}

export interface Session {
  /** SHA-256 of the cookie's value. */
  readonly id: string;
  readonly role: Role;
  /** Shows that the holder logged in with the token of today; see `access/session-cookie.ts`. */
  readonly proof: string;
  readonly createdAt: UnixSeconds;
  readonly expiresAt: UnixSeconds;
}
