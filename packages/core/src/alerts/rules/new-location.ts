import type { EsimFacts, Verdict } from '../alert.js';
import type { NewLocationRule } from './rule.js';
import { measured } from './verdict.js';

/** Rules live long; their places are normalised once. */
const allowed = new WeakMap<NewLocationRule, ReadonlySet<string>>();

/**
 * Places outside `allow` that this cycle shows for the first time. The step is the number of such places the
 * eSIM was ever seen in, so that a second place is a step up from the first.
 */
export function judgeNewLocation(rule: NewLocationRule, facts: EsimFacts): Verdict {
  const known = foreign(rule, facts.knownLocations);
  const seen = foreign(
    rule,
    facts.days.map(({ location }) => location),
  );
  const places = [...seen].filter(([place]) => !known.has(place)).map(([, asWritten]) => asWritten);
  const isNews = places.length > 0;
  const outcome = {
    step: isNews ? known.size + places.length : 0,
    severity: isNews ? ('warning' as const) : null,
    clear: !isNews,
    nextAt: null,
  };
  return measured(outcome, () => {
    const value = isNews ? places.join(', ') : 'no new place';
    const reason = isNews ? `first usage in ${value}, which is not among the allowed places` : value;
    return { value, threshold: rule.allow.join(', '), reason };
  });
}

/** Places that are named and not allowed: as compared, and as written. */
function foreign(rule: NewLocationRule, places: readonly string[]): ReadonlyMap<string, string> {
  const allow = allowedBy(rule);
  const found = new Map<string, string>();
  for (const asWritten of places) {
    const place = normalised(asWritten);
    if (place !== '' && !allow.has(place)) found.set(place, asWritten.trim());
  }
  return found;
}

function allowedBy(rule: NewLocationRule): ReadonlySet<string> {
  const known = allowed.get(rule);
  if (known) return known;
  const places = new Set(rule.allow.map(normalised));
  allowed.set(rule, places);
  return places;
}

function normalised(place: string): string {
  return place.trim().toLowerCase();
}
