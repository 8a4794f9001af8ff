import { Hono } from 'hono';
import { SilencesPage } from '../pages/silences.js';
import type { Backend } from '../sources.js';
import type { FailureResponder } from './failures.js';
import { formOf, idsOf, textOf } from './form.js';
import { afterwards } from './notice.js';
import { operatorForm } from './operator-form.js';
import { render } from './render.js';
import { draftOf, silenceOf } from './silence-draft.js';
import type { PageEnv, Viewing } from './viewing.js';

export function silenceRoutes({ sources, actions }: Backend, viewing: Viewing, failures: FailureResponder) {
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
        const ended = await actions.endSilence(id, by);
        return ended ? c.redirect(afterwards('/silences', 'unsilenced', id), 303) : failures.notFound(c);
      }
      const silence = silenceOf(form, viewing.bare(c).format.now);
      const { fault } = await sources.coveredBy(silence.matcher);
      if (fault !== null) return failures.wrongMatcher(c, fault);
      return c.redirect(afterwards('/silences', 'silenced', await actions.silence(silence, by)), 303);
    });
}
