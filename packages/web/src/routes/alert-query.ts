import type { AlertQuery } from '../ports/alerts.js';
import { oneOf, searchOf, textOrNull } from './fleet-query.js';

export function alertQueryOf(params: URLSearchParams, limit: number): AlertQuery {
  const acknowledged = oneOf(['yes', 'no'], params.get('acknowledged'));
  return {
    state: oneOf(['open', 'resolved'], params.get('state')) ?? 'open',
    severity: oneOf(['critical', 'warning'], params.get('severity')),
    rule: textOrNull(params, 'rule'),
    search: searchOf(params),
    acknowledged: acknowledged === null ? null : acknowledged === 'yes',
    after: textOrNull(params, 'after'),
    limit,
  };
}
