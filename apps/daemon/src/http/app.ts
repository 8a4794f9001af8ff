import { PUSH_PATH, type PushInbox } from '@roamwatch/monitor';
import { Hono, type MiddlewareHandler } from 'hono';
import type { Context } from '../context.js';
import type { Metrics } from '../metrics/metrics.js';
import { createPage } from '../page/create-page.js';
import { createPushRoute } from './push/push-route.js';
import { readiness } from './readiness.js';

export interface AppParts {
  /** The active context: a reload replaces it. */
  readonly current: () => Context;
  readonly metrics: Metrics;
  /** Where the provider's events go; left out: they are not taken. */
  readonly inbox?: PushInbox;
}

/**
 * The page, and `/healthz`, `/readyz` and `/metrics` for machines. With a token configured all but `/healthz` require one;
 * without, all are served under names of this machine alone. The provider's events are signed instead.
 */
export function createApp({ current, metrics, inbox }: AppParts): Hono {
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
  if (inbox) {
    app.use(PUSH_PATH, page.headers);
    app.route('/', createPushRoute({ current, inbox }));
  }
  app.route('/', page.routes);
  return app;
}

const readOnly: MiddlewareHandler = async (c, next) => {
  if (['GET', 'HEAD'].includes(c.req.method)) return next();
  return c.text('only GET and HEAD\n', 405, { Allow: 'GET, HEAD' });
};
