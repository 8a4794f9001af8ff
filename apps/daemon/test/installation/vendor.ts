import { pushSignature } from '@roamwatch/client';

export const PUSH_SECRET = 'push-secret';

const MB = 1024 ** 2;

/** What the vendor sends of one eSIM, in the shape of its documentation. */
export function usageEvent(
  esim: { iccid: string; id?: string },
  remaining: number,
  at: number,
  more: object = {},
) {
  const data = {
    ...{ timestamp: at, iccid: esim.iccid, esim_id: esim.id, status: 'ACTIVATED', data_units: 'MB' },
    usage_data: { isUnlimited: false, allowed_data: 1024, remaining_data: remaining },
    usage_list: [],
    ...more,
  };
  return { event_category: 'esim', event_type: 'usage', data };
}

/** The same by the vendor's other page, in bytes and without a time. */
export function bytesEvent(esimId: string, remaining: number) {
  const data = {
    esimId,
    usedBytes: (1024 - remaining) * MB,
    remainingBytes: remaining * MB,
    totalBytes: 1024 * MB,
  };
  return { event_type: 'esim_usage', data };
}

export function statusEvent(esim: { iccid: string }, status: string, at: number) {
  return { event_type: 'esim_status', data: { timestamp: at, iccid: esim.iccid, status } };
}

export function balanceEvent(type: string, at: number, balance: number) {
  const data = { timestamp: at, balance, threshold: 50, threshold_percentage: 10, currency: 'USD' };
  return { event_category: 'partner', event_type: type, data };
}

/** Sends an event as the vendor does, signed over its bytes. */
export function send(
  url: string,
  event: unknown,
  { secret = PUSH_SECRET, headers = {} }: { secret?: string | null; headers?: Record<string, string> } = {},
): Promise<Response> {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event));
  const signature = secret === null ? {} : { 'X-Roamify-Signature': pushSignature(body, secret) };
  return fetch(`${url}/push/roamify`, {
    method: 'POST',
    body,
    headers: { 'Content-Type': 'application/json', ...signature, ...headers },
  });
}
