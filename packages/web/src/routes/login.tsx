import type { UnixSeconds } from '@roamwatch/core';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Access } from '../access/access.js';
import { beginSession, endSession, SESSION_COOKIE, SESSION_LENGTH } from '../access/session.js';
import type { AccessSettings } from '../access/settings.js';
import { roleOfToken } from '../access/token.js';
import { LoginPage } from '../pages/login.js';
import type { Sessions } from '../ports/sessions.js';
import { formOf, textOf } from './form.js';
import { ownPath } from './own-path.js';
import { render } from './render.js';
import type { PageEnv, Viewing } from './viewing.js';

const LIMIT = 8 * 1024;

interface LoginParts {
  readonly access: Access;
  readonly sessions: Sessions;
  readonly settings: () => AccessSettings;
  readonly viewing: Viewing;
  readonly now: () => UnixSeconds;
}

export function loginRoutes({ access, sessions, settings, viewing, now }: LoginParts) {
  return new Hono<PageEnv>()
    .get('/login', async (c) => {
      const next = ownPath(c.req.query('next') ?? '/');
      if (settings().operatorToken === null) return c.redirect(next, 303);
      return render(c, <LoginPage view={viewing.bare(c)} next={next} fault={null} />);
    })
    .post('/login', bodyLimit({ maxSize: LIMIT }), async (c) => {
      const form = await formOf(c);
      const next = ownPath(textOf(form, 'next') || '/');
      const view = viewing.bare(c);
      const wait = access.wait(c);
      if (wait > 0) {
        c.header('Retry-After', String(wait));
        const fault = view.words.login.throttled(view.format.count(wait));
        return render(c, <LoginPage view={view} next={next} fault={fault} />, 429);
      }
      const role = roleOfToken(textOf(form, 'token'), settings());
      if (role === null) {
        access.throttle.failed(access.addressOf(c), now());
        return render(c, <LoginPage view={view} next={next} fault={view.words.login.wrong} />, 401);
      }
      setSessionCookie(c, settings(), await beginSession(sessions, settings(), role, now()));
      return c.redirect(next, 303);
    })
    .post('/logout', async (c) => {
      const cookie = getCookie(c, SESSION_COOKIE);
      if (cookie !== undefined) await endSession(sessions, cookie);
      deleteCookie(c, SESSION_COOKIE, { path: '/' });
      return c.redirect('/login', 303);
    });
}

/** Strict would send people who follow a link in a mail to the login. */
function setSessionCookie(c: Context, { publicUrl }: AccessSettings, value: string): void {
  const isPublic = publicUrl !== null && new URL(publicUrl).host === c.req.header('host');
  setCookie(c, SESSION_COOKIE, value, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: isPublic && publicUrl.startsWith('https:'),
    maxAge: SESSION_LENGTH,
  });
}
