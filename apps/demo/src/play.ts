import { HOUR, type Seconds, type UnixSeconds } from '@roamwatch/core';
import { type CycleSummary, pollCycle, tick } from '@roamwatch/monitor';
import { type Context, createContext, silentLog } from 'roamwatch/dist/index.js';
import type { World } from './world.js';

/** The configured schedule: every six hours. */
const EVERY: Seconds = 6 * HOUR;

export interface Played {
  readonly polls: number;
  /** Sums over all polls. */
  readonly totals: CycleSummary;
  readonly problems: readonly string[];
}

/** Lets the daemon's own code live through a span of simulated time: a tick every hour, a poll every six. */
export async function play(
  world: World,
  ctx: Context,
  until: UnixSeconds,
  onProgress: (now: UnixSeconds, totals: CycleSummary) => void,
): Promise<Played> {
  const { clock } = world.simulator;
  const problems: string[] = [];
  let polls = 0;
  let totals: CycleSummary | null = null;
  for (let hour = 0; clock.now() < until; hour++) {
    if (hour % (EVERY / HOUR) === 0) {
      const { summary, problems: found } = await pollCycle(ctx);
      polls++;
      totals = totals === null ? summary : added(totals, summary);
      problems.push(...found);
      onProgress(clock.now(), totals);
    } else {
      await tick(ctx);
    }
    clock.advance(HOUR);
  }
  if (totals === null) throw new RangeError('nothing was played: the end is before the beginning');
  return { polls, totals, problems };
}

/** The daemon as `roamwatch run` makes it, only that it lives by the simulator's clock. */
export function openDaemon(world: World): Promise<Context> {
  return createContext(world.config, {
    log: silentLog(),
    now: world.simulator.clock.now,
    slackIntervalMs: 0,
  });
}

function added(sum: CycleSummary, next: CycleSummary): CycleSummary {
  const keys = Object.keys(sum) as (keyof CycleSummary)[];
  return Object.fromEntries(keys.map((key) => [key, sum[key] + next[key]])) as unknown as CycleSummary;
}
