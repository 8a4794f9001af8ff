/** The eight operations of the API. */
export const OPERATIONS = [
  'apply',
  'usage',
  'usageDetails',
  'topUps',
  'history',
  'esimByIccid',
  'esimByEsimId',
  'list',
] as const;

export type OperationName = (typeof OPERATIONS)[number];

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
  ['/api/esim/usage/details', get('usageDetails')],
  ['/api/esim/topup/packages', get('topUps')],
  ['/api/esim/history', get('history')],
  ['/api/esims', get('list')],
  [
    '/api/esim',
    { method: 'GET', operation: (query) => (query.has('esimId') ? 'esimByEsimId' : 'esimByIccid') },
  ],
]);
