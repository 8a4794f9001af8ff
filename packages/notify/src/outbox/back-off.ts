import { HOUR, MINUTE, type Seconds } from '@roamwatch/core';

/** The share of a delay that is spread at random, so that many messages do not come back at once. */
const SPREAD = 0.25;

/**
 * The pause after a temporary failure, in seconds: doubling from 1 minute to at most 1 hour. The spread
 * comes from the message's id, so that the same failure always waits the same time.
 */
export function backOff(messageId: string, attemptsBefore: number): Seconds {
  const doubled = MINUTE * 2 ** Math.min(attemptsBefore, 16);
  const floor = Math.min(doubled, HOUR / (1 + SPREAD));
  return Math.floor(floor * (1 + SPREAD * fraction(`${messageId}:${attemptsBefore}`)));
}

/** A number from 0 up to 1 that looks random and depends on the text alone (FNV-1a). */
function fraction(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash >>> 0) / 2 ** 32;
}
