import { Hono } from 'hono';
import { hideAddressesOfLines, hideAddressesOfOrderedLines } from '../access/hide-addresses.js';
import { seesAddresses } from '../access/role.js';
import { ReportsPage } from '../pages/reports.js';
import type { ClosingFault } from '../ports/actions.js';
import type { Backend } from '../sources.js';
import type { View } from '../view.js';
import type { FailureResponder } from './failures.js';
import { formOf, textOf } from './form.js';
import { afterwards } from './notice.js';
import { operatorForm } from './operator-form.js';
import { hiddenIn, render } from './render.js';
import { streamed } from './streamed.js';
import type { PageEnv, Viewing } from './viewing.js';

/** Its lines are in the order of cost centres; those of all other files are in the order of eSIMs or dates. */
const ORDERED_BY_NAME = /^summary-/;
const MONTH = /^[0-9]{4}-(0[1-9]|1[0-2])$/;

export function reportRoutes({ sources, actions }: Backend, viewing: Viewing, failures: FailureResponder) {
  return new Hono<PageEnv>()
    .get('/reports', async (c) => {
      const [view, months] = await Promise.all([viewing.of(c), sources.months()]);
      return render(c, <ReportsPage view={view} months={months} />);
    })
    .get('/reports/:month{[0-9]{4}-[0-9]{2}}/:name', async (c) => {
      const { month, name } = c.req.param();
      const file = await sources.file(month, name);
      if (file === null) return failures.notFound(c);
      c.header('Content-Type', file.contentType);
      c.header('Content-Disposition', `attachment; filename="${name.replace(/[^\w.-]/g, '_')}"`);
      const person = c.get('person') ?? null;
      if (seesAddresses(person)) return c.body(file.body);
      const hide = ORDERED_BY_NAME.test(name) ? hideAddressesOfOrderedLines : hideAddressesOfLines;
      return c.body(streamed(hide(file.body, person, hiddenIn(c))));
    })
    .post('/reports', ...operatorForm(failures), async (c) => {
      const form = await formOf(c);
      if (textOf(form, 'action') !== 'close') return failures.incompleteForm(c);
      const month = textOf(form, 'month');
      if (!MONTH.test(month)) return failures.incompleteForm(c);
      const fault = await actions.closeMonth(month, c.get('person')?.name ?? '');
      if (fault === null) return c.redirect(afterwards('/reports', 'closed', 1), 303);
      const view = viewing.bare(c);
      return failures.answer(c, 409, view.words.errors.notClosable, inWords(view, fault));
    });
}

function inWords({ words, format }: Pick<View, 'words' | 'format'>, fault: ClosingFault): string {
  const hints = words.errors.notClosableHint;
  return fault.kind === 'not-ended' ? hints['not-ended'](format.exactDay(fault.from)) : hints[fault.kind];
}
