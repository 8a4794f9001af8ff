import type { HookFault, HookProblem } from '@roamwatch/core';
import { type Delivery, permanent, SENT, temporary } from '../channel.js';
import type { PostAnswer, PostFailure } from './post.js';

/** Statuses below 500 that a later attempt can get past: time-out, conflict, too early. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 425]);

export type Service = HookFault['service'];

/**
 * How a delivery over HTTP ended. A refusal is permanent, so that another receiver is notified in time. The response body
 * is never quoted, because it can echo the address; `code` is a word that the service is known to use.
 */
export function deliveryOf(
  answer: PostAnswer | PostFailure,
  service: Service,
  code: string | null = null,
): Delivery {
  if ('problem' in answer) return temporary(unreachable(answer, service), 'channel');
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return SENT;
  const fault: HookFault = { kind: 'hook', service, problem: problemOf(status), status, code };
  if (fault.problem === 'slow-down') return temporary(fault, 'channel', retryAfter);
  return fault.problem === 'failing' ? temporary(fault, 'message', retryAfter) : permanent(fault);
}

/** Nothing answered, or nothing that could be trusted. */
export function unreachable({ problem, code }: PostFailure, service: Service): HookFault {
  return { kind: 'hook', service, problem, status: null, code };
}

function problemOf(status: number): HookProblem {
  if (status === 429) return 'slow-down';
  if (status >= 500 || PASSING.has(status)) return 'failing';
  if (status >= 300 && status < 400) return 'redirected';
  if (status === 401 || status === 403) return 'denied';
  if (status === 404 || status === 410) return 'gone';
  return status === 413 ? 'too-large' : 'rejected';
}
