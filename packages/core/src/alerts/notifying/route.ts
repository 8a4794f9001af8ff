import { covers, type EsimMatch, matches, type RouteSubject } from '../match.js';
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

/** Places in the list of routes that no alert reaches, from 0: a route above takes whatever they match, and does not `continue`. */
export function unreachableRoutes(routes: readonly Route[]): readonly number[] {
  return routes.flatMap(({ match }, place) => {
    const above = routes.slice(0, place).filter((route) => !route.continue);
    return above.some((route) => covers(route.match, match)) ? [place] : [];
  });
}
