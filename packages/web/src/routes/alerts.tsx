import { type Context, Hono } from 'hono';
import { withoutAddresses } from '../access/hide-addresses.js';
import { AlertDetailPage, suggestionsFor } from '../pages/alert.js';
import { AlertsPage } from '../pages/alerts.js';
import type { Backend } from '../sources.js';
import { alertQueryOf } from './alert-query.js';
import { createSilences } from './create-silences.js';
import type { FailureResponder } from './failures.js';
import { formOf, idsOf, textOf } from './form.js';
import { afterwards } from './notice.js';
import { operatorForm } from './operator-form.js';
import { render } from './render.js';
import { draftOf } from './silence-draft.js';
import type { PageEnv, Viewing } from './viewing.js';

const PAGE = 50;

export function alertRoutes(backend: Backend, viewing: Viewing, failures: FailureResponder) {
  const { sources, actions } = backend;
  /** Does what a form says to some alerts; null when it says nothing that is known. */
  async function act(
    form: FormData,
    ids: readonly number[],
    by: string,
    path: string,
  ): Promise<string | null> {
    const comment = textOf(form, 'comment');
    switch (textOf(form, 'action')) {
      case 'acknowledge':
        return afterwards(path, 'acknowledged', await actions.acknowledge(ids, by, comment));
      case 'unacknowledge':
        return afterwards(path, 'unacknowledged', await actions.unacknowledge(ids, by));
      default:
        return null;
    }
  }

  async function showAlert(c: Context<PageEnv>, id: number): Promise<Response> {
    const detail = await sources.alert(id);
    if (detail === null) return failures.notFound(c);
    const view = await viewing.of(c);
    const [suggestion = ''] = suggestionsFor(detail.line);
    const draft = await draftOf(sources, view, suggestion);
    return render(c, <AlertDetailPage view={view} detail={detail} draft={draft} />);
  }

  return new Hono<PageEnv>()
    .get('/alerts', async (c) => {
      const view = await viewing.of(c);
      const query = alertQueryOf(view.url.searchParams, view.person, PAGE);
      const found = await sources.alerts(query);
      const page = { ...found, rules: withoutAddresses(found.rules, view.person) };
      return render(c, <AlertsPage view={view} query={query} page={page} />);
    })
    .post('/alerts', ...operatorForm(failures), async (c) => {
      const form = await formOf(c);
      const ids = idsOf(form, 'alert');
      const { errors } = viewing.bare(c).words;
      if (ids.length === 0) return failures.badRequest(c, errors.nothingSelected);
      const next = await act(form, ids, c.get('person')?.name ?? '', '/alerts');
      return next === null ? failures.incompleteForm(c) : c.redirect(next, 303);
    })
    .get('/alerts/:id{[0-9]+}', (c) => showAlert(c, Number(c.req.param('id'))))
    .post('/alerts/:id{[0-9]+}', ...operatorForm(failures), async (c) => {
      const id = Number(c.req.param('id'));
      const form = await formOf(c);
      const by = c.get('person')?.name ?? '';
      if ((await sources.alert(id)) === null) return failures.notFound(c);
      if (textOf(form, 'action') === 'silence') {
        const next = await createSilences(backend, form, by, viewing.bare(c).format.now, `/alerts/${id}`);
        return typeof next === 'string' ? c.redirect(next, 303) : failures.wrongMatcher(c, next);
      }
      const next = await act(form, [id], by, `/alerts/${id}`);
      return next === null ? failures.incompleteForm(c) : c.redirect(next, 303);
    });
}
