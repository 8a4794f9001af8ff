import type { Seconds, UnixSeconds } from '@roamwatch/core';
import { STREAM, unitOf } from '../random/random.js';

/**
 * Up to when the usage an eSIM shows at `at` has been counted. Figures are counted every `lagSeconds`, at a moment
 * of each eSIM's own, and published after a delay of up to half of that. With 0 they are always up to date.
 */
export function countedUntil(seed: number, index: number, at: UnixSeconds, lagSeconds: Seconds): UnixSeconds {
  if (lagSeconds === 0) return at;
  const phase = Math.floor(unitOf(seed, index, STREAM.publication) * lagSeconds);
  const count = Math.floor((at - phase) / lagSeconds);
  const countedAt = phase + count * lagSeconds;
  const delay = Math.floor((unitOf(seed + count, index, STREAM.publication) * lagSeconds) / 2);
  return countedAt + delay <= at ? countedAt : countedAt - lagSeconds;
}
