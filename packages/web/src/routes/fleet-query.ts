import { type Person, seesAddresses } from '../access/role.js';
import { FLEET_ALERTS, FLEET_SORTS, type FleetQuery } from '../ports/fleet.js';
import { REASONS_SHOWN } from '../ports/overview.js';

const LONGEST_SEARCH = 100;

/** The query of `/esims` as an address has it. What it does not know it takes as not given. */
export function fleetQueryOf(params: URLSearchParams, person: Person | null, limit: number): FleetQuery {
  return {
    search: searchOf(params),
    seesAddresses: seesAddresses(person),
    status: textOrNull(params, 'status'),
    alert: oneOf(FLEET_ALERTS, params.get('alert') ?? params.get('severity')),
    costCentre: textOrNull(params, 'cost_centre'),
    notMonitored: oneOf(REASONS_SHOWN, params.get('monitoring')),
    sort: oneOf(FLEET_SORTS, params.get('sort')) ?? 'worst',
    after: textOrNull(params, 'after'),
    limit,
  };
}

export function searchOf(params: URLSearchParams): string {
  return (params.get('q') ?? '').trim().slice(0, LONGEST_SEARCH);
}

export function textOrNull(params: URLSearchParams, name: string): string | null {
  return params.get(name)?.trim() || null;
}

/** The one of these that was given; null for any other text. */
export function oneOf<const Names extends readonly string[]>(
  names: Names,
  given: string | null,
): Names[number] | null {
  return names.find((name) => name === given) ?? null;
}
