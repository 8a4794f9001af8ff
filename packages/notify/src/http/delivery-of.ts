import { type Delivery, permanent, SENT, temporary } from '../channel.js';
import type { PostAnswer, PostFailure } from './post.js';

/** Statuses below 500 that a later attempt can get past: time-out, conflict, too early. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 425]);

/**
 * How a delivery over HTTP ended. `peer` is its name in error texts ("Slack", "the webhook"). A refusal is permanent, so
 * that another receiver is notified in time. The response body is never quoted, because it can echo the address.
 */
export function deliveryOf(answer: PostAnswer | PostFailure, peer: string, reason = ''): Delivery {
  if ('networkError' in answer)
    return temporary(`${peer} could not be reached (${answer.networkError})`, 'channel');
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return SENT;
  const text = `${peer} answered ${status}${reason === '' ? '' : ` ${reason}`}`;
  if (status === 429) return temporary(text, 'channel', retryAfter);
  if (status >= 500 || PASSING.has(status)) return temporary(text, 'message', retryAfter);
  return permanent(status >= 300 && status < 400 ? `${text}, a redirect: configure its final address` : text);
}
