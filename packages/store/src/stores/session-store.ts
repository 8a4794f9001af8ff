import type { UnixSeconds } from '@roamwatch/core';

/** Logins to the page. Neither tokens nor cookies are stored. */
export interface SessionStore {
  add(session: StoredSession): Promise<void>;
  /** Null when there is none, or when it has expired by `now`. */
  find(id: string, now: UnixSeconds): Promise<StoredSession | null>;
  extend(id: string, expiresAt: UnixSeconds): Promise<void>;
  end(id: string): Promise<void>;
}

/** A session of the page. `proof` is a digest by which a request shows that it belongs to it; the token is not stored. */
export interface StoredSession {
  readonly id: string;
  readonly role: 'viewer' | 'operator';
  readonly proof: string;
  readonly createdAt: UnixSeconds;
  readonly expiresAt: UnixSeconds;
}
