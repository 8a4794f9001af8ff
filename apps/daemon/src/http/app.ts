import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Context } from '../context.js';
import type { Metrics } from '../metrics/metrics.js';
import { readiness } from './readiness.js';
import { bears } from './token.js';

export interface AppParts {
  /** The active context: a reload replaces it. */
  readonly current: () => Context;
  readonly metrics: Metrics;
}

const HEADERS = {
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  // Without TLS it says nothing; with a proxy before us it is the proxy's to say.
  strictTransportSecurity: false,
};

/** `/healthz`, `/readyz` and `/metrics`, for reading alone. With a token configured all but `/healthz` require it. */
export function createApp({ current, metrics }: AppParts): Hono {
  const app = new Hono();
  app.use(secureHeaders(HEADERS));
  app.use(async (c, next) => {
    await next();
    c.header('Cache-Control', 'no-store');
  });
  app.use(async (c, next) => {
    if (!['GET', 'HEAD'].includes(c.req.method))
      return c.text('only GET and HEAD\n', 405, { Allow: 'GET, HEAD' });
    return next();
  });

  app.get('/healthz', (c) => c.text('alive\n'));

  app.use(async (c, next) => {
    const token = current().config.http?.token;
    if (!token || bears(c.req.header('Authorization'), token.reveal())) return next();
    return c.text('a token is required: Authorization: Bearer …\n', 401, { 'WWW-Authenticate': 'Bearer' });
  });
  app.get('/readyz', async (c) => {
    const state = await readiness(current());
    return c.json(state, state.ready ? 200 : 503);
  });
  app.get('/metrics', async (c) =>
    c.body(await metrics.text(current()), 200, { 'Content-Type': metrics.contentType }),
  );

  app.notFound((c) => c.text('there are /healthz, /readyz and /metrics\n', 404));
  app.onError((error, c) => {
    current().log.error(
      { event: 'http-failed', path: c.req.path, err: error },
      'a request could not be answered',
    );
    return c.text('something went wrong: see the log\n', 500);
  });
  return app;
}
