import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { mayAct } from '../access/role.js';
import type { FailureResponder } from './failures.js';
import { FORM_LIMIT, isForm } from './form.js';
import type { PageEnv } from './viewing.js';

/** Lets forms of operators through, up to a size. */
export function operatorForm(
  failures: FailureResponder,
  limit = FORM_LIMIT,
): readonly [MiddlewareHandler<PageEnv>, MiddlewareHandler<PageEnv>] {
  return [
    async (c, next) => {
      const person = c.get('person');
      if (person === undefined || !mayAct(person)) return failures.forbidden(c);
      if (!isForm(c)) return c.text('only forms are accepted\n', 415);
      return next();
    },
    bodyLimit({ maxSize: limit, onError: (c) => failures.tooLarge(c, limit) }),
  ];
}
