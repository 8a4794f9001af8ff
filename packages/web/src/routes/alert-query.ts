import { type Person, seesAddresses } from '../access/role.js';
import type { AlertQuery } from '../ports/alerts.js';
import { oneOf, searchOf, textOrNull } from './fleet-query.js';

export function alertQueryOf(params: URLSearchParams, person: Person | null, limit: number): AlertQuery {
  const acknowledged = oneOf(['yes', 'no'], params.get('acknowledged'));
  return {
    state: oneOf(['open', 'resolved'], params.get('state')) ?? 'open',
    severity: oneOf(['critical', 'warning'], params.get('severity')),
    rule: textOrNull(params, 'rule'),
    search: searchOf(params),
    seesAddresses: seesAddresses(person),
    acknowledged: acknowledged === null ? null : acknowledged === 'yes',
    after: textOrNull(params, 'after'),
    limit,
  };
}
