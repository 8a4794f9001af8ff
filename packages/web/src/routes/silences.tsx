import { Hono } from 'hono';
import { SilencesPage } from '../pages/silences.js';
import type { Backend } from '../sources.js';
import { createSilences } from './create-silences.js';
import type { FailureResponder } from './failures.js';
import { formOf, idsOf, textOf } from './form.js';
import { afterwards } from './notice.js';
import { operatorForm } from './operator-form.js';
import { render } from './render.js';
import { draftOf } from './silence-draft.js';
import type { PageEnv, Viewing } from './viewing.js';

export function silenceRoutes(backend: Backend, viewing: Viewing, failures: FailureResponder) {
  const { sources, actions } = backend;
  return new Hono<PageEnv>()
    .get('/silences', async (c) => {
      const [view, silences] = await Promise.all([viewing.of(c), sources.silences()]);
      const draft = await draftOf(sources, view, '');
      return render(c, <SilencesPage view={view} silences={silences} draft={draft} />);
    })
    .post('/silences', ...operatorForm(failures), async (c) => {
      const form = await formOf(c);
      const by = c.get('person')?.name ?? '';
      if (textOf(form, 'action') === 'end') {
        const [id = 0] = idsOf(form, 'silence');
        // Somebody else, or a second click, may have been faster.
        const ended =
          (await actions.endSilence(id, by)) || (await sources.silences()).some((one) => one.id === id);
        return ended ? c.redirect(afterwards('/silences', 'unsilenced', id), 303) : failures.notFound(c);
      }
      const next = await createSilences(backend, form, by, viewing.bare(c).format.now, '/silences');
      return typeof next === 'string' ? c.redirect(next, 303) : failures.wrongMatcher(c, next);
    });
}
