import type { UnixSeconds } from '@roamwatch/core';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { Sessions } from '../ports/sessions.js';
import { isAmong, isLoopbackHost, plainAddress, withoutPort } from './addresses.js';
import type { Person } from './role.js';
import { isSameOrigin } from './same-origin.js';
import { roleOfSession, SESSION_COOKIE } from './session.js';
import type { AccessSettings } from './settings.js';
import { Throttle } from './throttle.js';
import { bearerToken, roleOfToken } from './token.js';

export interface AccessParts {
  readonly settings: () => AccessSettings;
  readonly sessions: Sessions;
  readonly now: () => UnixSeconds;
  /** Of the other end of the connection; null where that is not known. */
  readonly remoteAddress: (c: Context) => string | null;
}

/** The context of the handlers behind `identify`. */
export interface Identified {
  readonly Variables: { readonly person: Person };
}

/** Decides who has access, and nothing about what a page shows. */
export class Access {
  readonly throttle = new Throttle();

  constructor(private readonly parts: AccessParts) {}

  /**
   * Without a token only this machine has access, and not by a name that somebody else's DNS points here: a page of
   * theirs would then be of the same origin.
   */
  requireHost: MiddlewareHandler = async (c, next) => {
    const { operatorToken, userHeader } = this.parts.settings();
    const host = c.req.header('host') ?? new URL(c.req.url).host;
    if (operatorToken === null && userHeader === null && !isLoopbackHost(host)) {
      return c.text('this name is not served here: use localhost, or configure a token\n', 421);
    }
    return next();
  };

  /** Forms of our own pages alone; `Authorization` is no browser's doing. */
  requireSameOrigin: MiddlewareHandler = async (c, next) => {
    if (['GET', 'HEAD'].includes(c.req.method) || c.req.header('authorization') !== undefined) return next();
    const headers = {
      site: c.req.header('sec-fetch-site'),
      origin: c.req.header('origin'),
      host: c.req.header('host'),
    };
    if (isSameOrigin(headers, this.parts.settings().publicUrl)) return next();
    return c.text('this request came from another site and was refused\n', 403);
  };

  /** The person behind a request; null when there is none. A wrong token counts against the address. */
  async identify(c: Context): Promise<Person | null> {
    const settings = this.parts.settings();
    const byHeader = this.#byToken(c, settings) ?? this.#byProxy(c, settings);
    if (byHeader !== null) return byHeader;
    if (settings.operatorToken === null) {
      return settings.userHeader === null ? { role: 'operator', name: 'local', by: 'loopback' } : null;
    }
    const cookie = getCookie(c, SESSION_COOKIE);
    if (cookie === undefined) return null;
    const role = await roleOfSession(this.parts.sessions, settings, cookie, this.parts.now());
    return role === null ? null : { role, name: role, by: 'session' };
  }

  /** Seconds until the other end may give a token again; 0: now. */
  wait(c: Context): number {
    return this.throttle.wait(this.addressOf(c), this.parts.now());
  }

  /** The address that wrong tokens are counted against: the one a trusted proxy names, or the peer itself. */
  addressOf(c: Context): string {
    const remote = plainAddress(this.parts.remoteAddress(c) ?? 'unknown');
    if (!isAmong(remote, this.parts.settings().trustedProxies)) return remote;
    const named = c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim();
    return named ? plainAddress(withoutPort(named)) : remote;
  }

  #byToken(c: Context, settings: AccessSettings): Person | null {
    const token = bearerToken(c.req.header('authorization'));
    if (token === null || settings.operatorToken === null || this.wait(c) > 0) return null;
    const role = roleOfToken(token, settings);
    if (role === null) this.throttle.failed(this.addressOf(c), this.parts.now());
    return role === null ? null : { role, name: role, by: 'token' };
  }

  #byProxy(c: Context, { userHeader, trustedProxies, operators }: AccessSettings): Person | null {
    if (userHeader === null || !isAmong(this.parts.remoteAddress(c) ?? '', trustedProxies)) return null;
    const name = c.req.header(userHeader)?.trim();
    if (!name) return null;
    const isOperator = operators.some((operator) => operator.toLowerCase() === name.toLowerCase());
    return { role: isOperator ? 'operator' : 'viewer', name, by: 'proxy' };
  }
}
