import type { Seconds } from '@roamwatch/core';
import type { OperationName } from '../wire/operation.js';

/** The faults on demand, each with what the caller sees. */
export const FAULT_KINDS = {
  'rate-limited': '429; `retryAfterSeconds` (default 1) in `retryAfterForm` seconds, date or none',
  'server-error': '500',
  'unknown-error': '500 with `Unknown error`, as for a request that can never be served',
  unavailable: '503; with `retryAfterSeconds` if given',
  hang: 'no answer, the connection stays open',
  slow: 'the answer comes after `delayMs` (default 2000)',
  trickle: 'the answer comes byte by byte, `delayMs` (default 100) apart',
  cut: 'the connection ends in the middle of the body',
  truncated: 'a body that ends too early, sent as if it were whole',
  html: 'a web page instead of JSON; HTTP `status` (default 200)',
  failed: 'the error envelope with HTTP 200; `message` if given',
  pending: '"eSIM is still pending processing" with HTTP 200',
  'refused-token': '401',
  'echoed-token': '401 whose message quotes the token, plain and in Base64',
  forbidden: '403',
  'endless-list': 'a list without end, whatever `limit` says',
  'compressed-bomb': 'a few KB of gzip that hold twenty million entries',
  nested: 'an answer nested ten thousand deep',
  'short-list': 'a list of at most `keep` (default 10) eSIMs, whatever `limit` says',
  'missing-figures': 'no allowance, remaining, or daily rows',
  'unreadable-figures': 'allowance and remaining that are no numbers',
  'unreadable-rows': 'the first daily row without a date, the last with text for usage',
  'negative-rows': 'the first daily row has a negative figure',
  'missing-allowance': 'no allowance; all else is there',
  overdrawn: 'more used than allowed: remaining data is negative',
  'unlimited-sentinel': 'the largest integer as the allowance, without `isUnlimited`',
  throttled: 'an allowance that is used up, with `withThrottle`',
  'noisy-prices': 'prices as binary arithmetic leaves them: 16.049999999999997',
  'respelled-places': 'the same places in capitals, in another Unicode form, by name and by code',
  'hostile-text': 'control characters, direction marks and half characters in status, notes and places',
  'hostile-ids': 'the same in id and ICCID',
  'reissued-ids': 'every third eSIM under another id with the same ICCID; its former id is unknown (404)',
  'unknown-fields': 'fields that nothing documents',
  'unknown-status': 'an eSIM status that nothing documents',
} as const satisfies Readonly<Record<string, string>>;

/** A kind of fault: a key of {@link FAULT_KINDS}. */
export type FaultKind = keyof typeof FAULT_KINDS;

/** A fault to add. Without a condition it strikes every request from now on until it is removed. */
export interface Fault {
  readonly kind: FaultKind;
  /** Begins so long after it was added, on the simulated clock. */
  readonly after?: Seconds;
  /** Lasts so long, on the simulated clock. */
  readonly for?: Seconds;
  /** Comes again each time so much has passed since it began; longer than `for`. */
  readonly every?: Seconds;
  readonly operation?: OperationName;
  /** Only requests for this eSIM. */
  readonly iccid?: string;
  readonly esimId?: string;
  /** Strikes so many times, then ends. */
  readonly times?: number;
  /** 0 to 1; which requests are struck follows from the simulator's seed, whatever order they come in. */
  readonly probability?: number;
  readonly retryAfterSeconds?: number;
  readonly retryAfterForm?: 'seconds' | 'date' | 'none';
  readonly delayMs?: number;
  readonly keep?: number;
  readonly status?: number;
  readonly message?: string;
}

/** A fault that was added; its `id` removes it. */
export interface ActiveFault extends Fault {
  readonly id: number;
  /** Number of times it has struck. */
  readonly struck: number;
}

/** A request as faults see it. */
export interface Occasion {
  readonly operation: OperationName;
  readonly iccid: string | null;
  readonly esimId: string | null;
}
