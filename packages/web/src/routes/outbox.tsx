import { Hono } from 'hono';
import { OutboxPage } from '../pages/outbox.js';
import type { Backend } from '../sources.js';
import type { FailureResponder } from './failures.js';
import { formOf, textOf, textsOf } from './form.js';
import { afterwards } from './notice.js';
import { operatorForm } from './operator-form.js';
import { render } from './render.js';
import type { PageEnv, Viewing } from './viewing.js';

const PAGE = 50;

export function outboxRoutes({ sources, actions }: Backend, viewing: Viewing, failures: FailureResponder) {
  return new Hono<PageEnv>()
    .get('/outbox', async (c) => {
      const after = c.req.query('after') ?? null;
      const [view, page] = await Promise.all([viewing.of(c), sources.notifications(after, PAGE)]);
      return render(c, <OutboxPage view={view} page={page} />);
    })
    .post('/outbox', ...operatorForm(failures), async (c) => {
      const form = await formOf(c);
      const ids = textsOf(form, 'notification');
      const by = c.get('person')?.name ?? '';
      if (ids.length === 0) return failures.badRequest(c, viewing.bare(c).words.errors.nothingSelected);
      switch (textOf(form, 'action')) {
        case 'retry':
          return c.redirect(afterwards('/outbox', 'retried', await actions.retry(ids, by)), 303);
        case 'discard':
          return c.redirect(afterwards('/outbox', 'discarded', await actions.discard(ids, by)), 303);
        default:
          return failures.incompleteForm(c);
      }
    });
}
