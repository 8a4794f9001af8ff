import { HOUR, MINUTE, type Seconds, type UnixSeconds } from '@roamwatch/core';
import type { Store } from '@roamwatch/store';
import { fleetView, type Planning } from './adaptive/fleet.js';

export interface CurrentContext extends Planning {
  readonly store: Planning['store'] & Pick<Store, 'cycles'>;
}

/** Several machines with a common database have clocks of their own. */
const CLOCKS_APART: Seconds = 5 * MINUTE;
/** An eSIM that is due waits for its turn. */
const TURN: Seconds = HOUR;

/**
 * The instant since which a reading of an eSIM counts as current: the begin of the last good poll, which polled all of
 * them, or the longest wait ago where each has its own next poll. Null: no poll has succeeded yet.
 */
export async function readingsCurrentSince(ctx: CurrentContext): Promise<UnixSeconds | null> {
  if (ctx.config.poll.adaptive !== null) return ctx.now() - (await fleetView(ctx)).longestWait - TURN;
  const begunAt = await ctx.store.cycles.lastGoodBegunAt();
  return begunAt === null ? null : begunAt - CLOCKS_APART;
}
