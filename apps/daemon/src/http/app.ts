import { Hono, type MiddlewareHandler } from 'hono';
import type { Context } from '../context.js';
import type { Metrics } from '../metrics/metrics.js';
import { createPage } from '../page/create-page.js';
import { readiness } from './readiness.js';

export interface AppParts {
  /** The active context: a reload replaces it. */
  readonly current: () => Context;
  readonly metrics: Metrics;
}

/**
 * The page, and `/healthz`, `/readyz` and `/metrics` for machines. With a token configured all but `/healthz` require one;
 * without, all are served under names of this machine alone.
 */
export function createApp({ current, metrics }: AppParts): Hono {
  const app = new Hono();
  const page = createPage(current);
  app.use('/healthz', page.headers, readOnly, page.access.requireHost);
  app.get('/healthz', (c) => c.text('alive\n'));
  for (const path of ['/readyz', '/metrics']) app.use(path, page.headers, readOnly, page.requireToken);
  app.get('/readyz', async (c) => {
    const state = await readiness(current());
    return c.json(state, state.ready ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await metrics.text(current()), 200, { 'Content-Type': metrics.contentType }),
  );
  app.route('/', page.routes);
  return app;
}

const readOnly: MiddlewareHandler = async (c, next) => {
  if (['GET', 'HEAD'].includes(c.req.method)) return next();
  return c.text('only GET and HEAD\n', 405, { Allow: 'GET, HEAD' });
};
