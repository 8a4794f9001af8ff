import { DAY } from '@roamwatch/core';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { setCookie } from 'hono/cookie';
import { isLanguage } from '../language/language.js';
import { FORM_LIMIT, formOf, textOf } from './form.js';
import { ownPath } from './own-path.js';
import { LANGUAGE_COOKIE } from './viewing.js';

export function languageRoutes() {
  return new Hono().post('/language', bodyLimit({ maxSize: FORM_LIMIT }), async (c) => {
    const form = await formOf(c);
    const language = textOf(form, 'language');
    if (isLanguage(language)) {
      setCookie(c, LANGUAGE_COOKIE, language, {
        path: '/',
        httpOnly: true,
        sameSite: 'Lax',
        maxAge: 400 * DAY,
      });
    }
    return c.redirect(ownPath(textOf(form, 'back')), 303);
  });
}
