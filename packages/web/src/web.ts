import type { DatabaseFault, UnixSeconds } from '@roamwatch/core';
import type { Context, MiddlewareHandler } from 'hono';
import { Hono } from 'hono';
import { Access } from './access/access.js';
import type { AccessSettings } from './access/settings.js';
import { LiveWatch } from './live/watch.js';
import type { Sessions } from './ports/sessions.js';
import { alertRoutes } from './routes/alerts.js';
import { assetRoutes } from './routes/assets.js';
import { esimRoutes } from './routes/esims.js';
import { eventRoutes } from './routes/events.js';
import { FailureResponder } from './routes/failures.js';
import { fleetRoutes } from './routes/fleet.js';
import { endBodyOfHead } from './routes/head.js';
import { inventoryRoutes } from './routes/inventory.js';
import { languageRoutes } from './routes/language.js';
import { loginRoutes } from './routes/login.js';
import { outboxRoutes } from './routes/outbox.js';
import { overviewRoutes } from './routes/overview.js';
import { pageHeaders } from './routes/page-headers.js';
import { reportRoutes } from './routes/reports.js';
import { requirePerson } from './routes/require-person.js';
import { requireToken } from './routes/require-token.js';
import { silenceRoutes } from './routes/silences.js';
import { type PageEnv, Viewing } from './routes/viewing.js';
import type { Backend } from './sources.js';

export interface WebOptions {
  readonly backend: Backend;
  readonly sessions: Sessions;
  readonly settings: () => AccessSettings & { readonly timeZone: string };
  readonly now: () => UnixSeconds;
  /** Of the other end of the connection; null where that is not known. */
  readonly remoteAddress: (c: Context) => string | null;
  /** Receives requests that failed for an internal reason; returns what is wrong with the database, or null. */
  readonly onError: (error: unknown, path: string) => DatabaseFault | null;
}

export interface Web {
  readonly access: Access;
  readonly routes: Hono<PageEnv>;
  /** The headers of every answer. */
  readonly headers: MiddlewareHandler;
  /** For machines: with a token configured, one of either role is required. */
  readonly requireToken: MiddlewareHandler;
  /** Number of pages that listen for changes now. */
  listeners(): number;
}

/** The whole page, to be mounted at the root. Everything it knows comes from `backend`. */
export function createWeb(options: WebOptions): Web {
  const { backend, sessions, settings, now, onError } = options;
  const access = new Access({ settings, sessions, now, remoteAddress: options.remoteAddress });
  const watch = new LiveWatch(backend.sources, (error) => void onError(error, '/events'));
  const viewing = new Viewing({ sources: backend.sources, settings, now });
  const failures = new FailureResponder(viewing, onError);

  const routes = new Hono<PageEnv>();
  routes.use(endBodyOfHead);
  routes.use(pageHeaders);
  routes.use(access.requireHost);
  routes.route('/', assetRoutes());
  routes.use(access.requireSameOrigin);
  routes.route('/', languageRoutes());
  routes.route('/', loginRoutes({ access, sessions, settings, viewing, now }));
  routes.use(requirePerson(access, failures));
  routes.route('/', overviewRoutes(backend, viewing));
  routes.route('/', fleetRoutes(backend, viewing));
  routes.route('/', esimRoutes(backend, viewing, failures));
  routes.route('/', alertRoutes(backend, viewing, failures));
  routes.route('/', silenceRoutes(backend, viewing, failures));
  routes.route('/', outboxRoutes(backend, viewing, failures));
  routes.route('/', reportRoutes(backend, viewing, failures));
  routes.route('/', inventoryRoutes(backend, viewing, failures));
  routes.route('/', eventRoutes(access, watch, viewing));
  // Not `notFound`: that of a mounted app is never called.
  routes.all('*', (c) =>
    ['GET', 'HEAD'].includes(c.req.method) ? failures.notFound(c) : failures.notAllowed(c, 'GET, HEAD'),
  );
  routes.onError((error, c) => failures.broken(c, error));
  return {
    access,
    routes,
    headers: pageHeaders,
    requireToken: requireToken(access, settings),
    listeners: () => watch.listeners,
  };
}
