import { replayFleet } from '@roamwatch/simulator';
import { isPolled, watch } from './world.js';

/** Everybody's turn comes at one of so many moments of an interval, so that no hour of the day is favoured. */
const MOMENTS = 12;

/** Polls every eSIM once per interval, and reads the list as often. */
export function pollUniformly(world, interval) {
  const fleet = replayFleet(world.options);
  const { look, seenAt } = watch(world);
  let requests = 0;
  for (let turn = 0; world.from + (turn * interval) / MOMENTS < world.to; turn++) {
    const moment = turn % MOMENTS;
    fleet.clock.set(world.from + (turn * interval) / MOMENTS);
    if (moment === 0) requests++;
    for (const [index, esim] of fleet.listed().entries()) {
      if (index % MOMENTS !== moment || !isPolled(esim)) continue;
      requests++;
      look(esim.iccid, fleet.reading(esim.iccid));
    }
  }
  return { requests, seenAt };
}
