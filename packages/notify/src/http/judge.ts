import { type Delivery, permanent, SENT, temporary } from '../channel.js';
import type { PostAnswer, PostFailure } from './post.js';

/** Statuses below 500 that a later attempt can get past: time-out, conflict, too early, too many. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 425]);

/**
 * Judges an HTTP answer. `what` names the peer ("Slack", "the webhook"). A refusal is final at once, so that
 * another receiver hears of it while it matters; the answer's body is never quoted, as it can echo the address.
 */
export function judgeAnswer(answer: PostAnswer | PostFailure, what: string, reason = ''): Delivery {
  if ('networkError' in answer)
    return temporary(`${what} could not be reached (${answer.networkError})`, 'channel');
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return SENT;
  const text = `${what} answered ${status}${reason === '' ? '' : ` ${reason}`}`;
  if (status === 429) return temporary(text, 'channel', retryAfter);
  if (status >= 500 || PASSING.has(status)) return temporary(text, 'message', retryAfter);
  return permanent(status >= 300 && status < 400 ? `${text}, a redirect: configure its final address` : text);
}
