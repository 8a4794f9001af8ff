import { type EsimMatch, matches, type RouteSubject } from '../match.js';
import type { Severity } from '../severity.js';

/** Recipients by alert. Every given key must match. */
export interface Route {
  readonly match: EsimMatch & { readonly severity?: Severity; readonly rule?: string };
  readonly receivers: readonly string[];
  /** Evaluate the routes below as well. */
  readonly continue?: boolean;
}

/** Names of the receivers that are notified, each once: by the first route that matches; all when there are no routes. */
export function receiversFor(
  subject: RouteSubject,
  routes: readonly Route[],
  receivers: readonly string[],
): string[] {
  if (routes.length === 0) return [...receivers];
  const chosen = new Set<string>();
  for (const route of routes) {
    if (!matches(route.match, subject)) continue;
    for (const receiver of route.receivers) chosen.add(receiver);
    if (!route.continue) break;
  }
  return [...chosen];
}
