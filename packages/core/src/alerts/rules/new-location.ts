import type { PlaceKey } from './context.js';
import type { FindingOf, Threshold } from './finding.js';
import { notAboutData, sameForSameFigures } from './foresight.js';
import { EVENT, NO_HISTORY, type RuleBase, type RuleModule } from './rule-module.js';

/** Usage in a place outside `allow` that this eSIM was not seen in before. Always a warning. */
export interface NewLocationRule extends RuleBase {
  readonly type: 'new-location';
  /** Place names in any spelling, see `PlaceKey`. */
  readonly allow: readonly string[];
}

export interface NewPlaces {
  /** The places seen for the first time, as they were written. */
  readonly places: readonly string[];
  readonly allowed: readonly string[];
}

/** How many places that are not allowed the eSIM was ever seen in, so that each further one is a new event. */
export interface PlaceCount extends Threshold {
  readonly places: number;
}

export type NewLocationFinding = FindingOf<'new-location', NewPlaces, PlaceCount>;

export const newLocation: RuleModule<NewLocationRule, NewLocationFinding> = {
  type: 'new-location',
  recovery: EVENT,
  urgency: 8,
  onlySeverity: 'warning',
  helpedByTopUp: false,
  mutedBy: null,
  history: { ...NO_HISTORY, places: true },
  // Usage proves an installation that the status does not show yet.
  beforeInstallation: true,
  byLastReading: false,

  judge(rule, { knownLocations, days }, { placeKey = withoutCase }) {
    const known = foreign(rule, knownLocations, placeKey);
    const seen = foreign(
      rule,
      days.map(({ location }) => location),
      placeKey,
    );
    const places = [...seen].filter(([place]) => !known.has(place)).map(([, asWritten]) => asWritten);
    const isNew = places.length > 0;
    const count = known.size + places.length;
    return {
      kind: 'measured',
      rank: isNew ? count : 0,
      clear: !isNew,
      finding: {
        kind: 'new-location',
        measured: { places, allowed: rule.allow },
        reached: isNew ? { severity: 'warning', places: count } : null,
        next: { severity: 'warning', places: count + 1 },
        nextAt: null,
      },
    };
  },

  covers: ({ reached: before }, { reached }) => before.places >= reached.places,
  foresee: () => null,
  bytesAtThresholds: notAboutData,
  dependsOnEveryReading: sameForSameFigures,
};

/** Rules live long; their places are normalised once. */
const normalisedPlaces = new WeakMap<NewLocationRule, ReadonlySet<string>>();

/** Places that are named and not allowed: as compared, and as written. */
function foreign(
  rule: NewLocationRule,
  places: readonly string[],
  placeKey: PlaceKey,
): ReadonlyMap<string, string> {
  const allow = allowedBy(rule, placeKey);
  const found = new Map<string, string>();
  for (const asWritten of places) {
    const place = placeKey(asWritten);
    if (place !== '' && !allow.has(place) && !found.has(place)) found.set(place, asWritten.trim());
  }
  return found;
}

function allowedBy(rule: NewLocationRule, placeKey: PlaceKey): ReadonlySet<string> {
  const known = normalisedPlaces.get(rule);
  if (known) return known;
  const places = new Set(rule.allow.map(placeKey));
  normalisedPlaces.set(rule, places);
  return places;
}

function withoutCase(place: string): string {
  return place.trim().toLowerCase();
}
