import type { OperationName } from '../wire/operation.js';

export interface Route {
  readonly method: 'GET' | 'POST';
  operation(query: URLSearchParams): OperationName;
}

function get(operation: OperationName): Route {
  return { method: 'GET', operation: () => operation };
}

export const ROUTES: ReadonlyMap<string, Route> = new Map<string, Route>([
  ['/api/esim/apply', { method: 'POST', operation: () => 'apply' }],
  ['/api/esim/usage', get('usage')],
  ['/api/esim/usage/details', get('usage-details')],
  ['/api/esim/topup/packages', get('topup-packages')],
  ['/api/esim/history', get('packages-history')],
  ['/api/esims', get('list')],
  [
    '/api/esim',
    { method: 'GET', operation: (query) => (query.has('esimId') ? 'esim-by-id' : 'esim-by-iccid') },
  ],
]);
