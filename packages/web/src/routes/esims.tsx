import { Hono } from 'hono';
import { EsimPage } from '../pages/esim/esim-page.js';
import type { Backend } from '../sources.js';
import type { FailureResponder } from './failures.js';
import { render } from './render.js';
import type { PageEnv, Viewing } from './viewing.js';

export function esimRoutes({ sources }: Backend, viewing: Viewing, failures: FailureResponder) {
  return new Hono<PageEnv>().get('/esims/:which', async (c) => {
    const esim = await sources.esim(c.req.param('which'));
    if (esim === null) return failures.noSuchEsim(c);
    return render(c, <EsimPage view={await viewing.of(c)} esim={esim} />);
  });
}
