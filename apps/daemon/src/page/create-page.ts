import { getConnInfo } from '@hono/node-server/conninfo';
import { StoreError } from '@roamwatch/store';
import { createWeb, type Web } from '@roamwatch/web';
import type { Context } from '../context.js';
import { createActions } from './actions.js';
import { createSources } from './sources.js';

/** Joins the page with the database, the configuration that is active, and what the monitor knows. */
export function createPage(current: () => Context): Web {
  const { store } = current();
  return createWeb({
    backend: { sources: createSources(current), actions: createActions(current) },
    sessions: store.sessions,
    now: () => current().now(),
    settings: () => settingsOf(current()),
    remoteAddress: (c) => getConnInfo(c).remote.address ?? null,
    onError(error, path) {
      current().log.error({ event: 'http-failed', path, err: error }, 'a request could not be answered');
      return error instanceof StoreError ? error.reason : null;
    },
  });
}

function settingsOf({ config }: Context) {
  const { http, timeZone } = config;
  return {
    timeZone,
    operatorToken: http?.token?.reveal() ?? null,
    viewerToken: http?.viewerToken?.reveal() ?? null,
    publicUrl: http?.publicUrl ?? null,
    userHeader: http?.userHeader ?? null,
    trustedProxies: http?.trustedProxies ?? [],
    operators: http?.operators ?? [],
  };
}
