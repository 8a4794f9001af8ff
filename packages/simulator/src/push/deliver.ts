import { createHmac } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** Where events go, and what they are signed with. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
}

/** What is wrong with an event that is sent. */
export const WRONGS = ['signature', 'unsigned', 'tampered', 'not-json', 'too-large'] as const;

export type Wrong = (typeof WRONGS)[number];

/** How an event was received. */
export interface Delivery {
  /** Of the last attempt; null: no answer. */
  readonly status: number | null;
  readonly attempts: number;
}

/** The vendor expects an answer within so long. */
const ANSWERED_WITHIN_MS = 2_000;
/** Its three retries come at increasing intervals, which it does not say. */
export const RETRIES_MS: readonly number[] = [1_000, 5_000, 15_000];
const MORE_THAN_64_KB = 65_536;

/** Sends an event as the vendor does: signed over its bytes, and again where it is not answered 200 in time. */
export async function deliver(
  { url, secret }: Receiver,
  body: unknown,
  {
    wrong,
    retriesMs = RETRIES_MS,
    signal,
  }: { wrong?: Wrong; retriesMs?: readonly number[]; signal: AbortSignal },
): Promise<Delivery> {
  const text = wrong === 'not-json' ? '{"event_type":' : JSON.stringify(body);
  const bytes = wrong === 'too-large' ? text.padEnd(MORE_THAN_64_KB + 1) : text;
  const signature = createHmac('sha256', wrong === 'signature' ? `not ${secret}` : secret)
    .update(bytes)
    .digest('hex');
  const request = {
    method: 'POST',
    body: wrong === 'tampered' ? `${bytes} ` : bytes,
    headers: {
      'content-type': 'application/json',
      ...(wrong !== 'unsigned' && { 'x-roamify-signature': signature }),
    },
  };
  let status = await attempt(url, request, signal);
  let attempts = 1;
  for (const retryMs of retriesMs) {
    if (status === 200 || signal.aborted) break;
    await pause(retryMs, undefined, { signal, ref: false }).catch(() => undefined);
    if (signal.aborted) break;
    status = await attempt(url, request, signal);
    attempts += 1;
  }
  return { status, attempts };
}

async function attempt(url: string, request: RequestInit, signal: AbortSignal): Promise<number | null> {
  try {
    const answer = await fetch(url, {
      ...request,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWERED_WITHIN_MS)]),
      redirect: 'error',
    });
    await answer.body?.cancel();
    return answer.status;
  } catch {
    return null;
  }
}
