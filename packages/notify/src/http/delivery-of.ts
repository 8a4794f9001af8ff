import { type Delivery, type Problem, permanent, SENT, temporary } from '../channel.js';
import type { PostAnswer, PostFailure } from './post.js';

/** Statuses below 500 that a later attempt can get past: time-out, conflict, too early. */
const PASSING: ReadonlySet<number> = new Set([408, 409, 425]);

/** The destination, and the advice when posting fails. */
export interface Peer {
  /** "Slack", "the webhook". */
  readonly name: string;
  /** What gives the address in the configuration: "webhook.url". */
  readonly key: string;
}

/**
 * How a delivery over HTTP ended. A refusal is permanent, so that another receiver is notified in time. The response body
 * is never quoted, because it can echo the address.
 */
export function deliveryOf(answer: PostAnswer | PostFailure, peer: Peer, reason = ''): Delivery {
  if ('networkError' in answer) return temporary(unreachable(answer, peer), 'channel');
  const { status, retryAfter } = answer;
  if (status >= 200 && status < 300) return SENT;
  const error = `${peer.name} answered ${status}${reason === '' ? '' : ` ${reason}`}`;
  if (status === 429) return temporary({ error, advice: '' }, 'channel', retryAfter);
  if (status >= 500 || PASSING.has(status)) {
    return temporary(
      { error, advice: 'if it persists, check the status of the service' },
      'message',
      retryAfter,
    );
  }
  return permanent({ error, advice: adviceOn(status, peer) });
}

/** Nothing answered, or nothing that could be trusted. */
export function unreachable({ networkError, isCertificate }: PostFailure, { name, key }: Peer): Problem {
  const error = `${name} could not be reached (${networkError})`;
  return isCertificate
    ? { error, advice: 'for a private authority set tls.caFile' }
    : { error, advice: `check ${key}, and that this machine can reach it` };
}

function adviceOn(status: number, { key }: Peer): string {
  if (status >= 300 && status < 400) return `that is a redirect: set ${key} to the final address`;
  if (status === 401 || status === 403) return `access is denied: check that ${key} is current and complete`;
  if (status === 404 || status === 410)
    return `nothing is there any more: check ${key}, or create a new hook`;
  if (status === 413) return 'the message is too large for it: raise its limit';
  return 'the message was rejected: check what the service expects at this address';
}
