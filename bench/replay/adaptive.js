import {
  bytesToNextThreshold,
  chooseDue,
  isUnused,
  learn,
  logRequests,
  planNextPoll,
  requestsLeft,
  viewFleet,
  withGap,
} from '@roamwatch/core';
import { replayFleet } from '@roamwatch/simulator';
import { HOUR, isPolled, watch } from './world.js';

const RULES = [
  { name: 'low-data', type: 'data-low', warning: [{ percent: 25 }], critical: [{ percent: 10 }] },
  { name: 'used-up', type: 'data-exhausted' },
];
const TURN = 60;
const LISTED_EVERY = 30 * TURN;

/** Polls as the daemon does: the list every half hour, and each minute the eSIMs that are due. */
export function pollAdaptively(world, mostRequests, listTellsOfChanges) {
  const fleet = replayFleet(world.options);
  const { look, seenAt } = watch(world);
  const policy = {
    requestsPerHour: Math.floor(mostRequests / ((world.to - world.from) / HOUR)),
    floor: 10 * TURN,
    ceiling: 24 * HOUR,
  };
  const known = new Map();
  let [requests, log, gaps, view] = [0, [], [], viewFleet([], [], policy)];
  let planned = new Map();
  const plan = (esim) => planned.set(esim.iccid, { esim, nextPoll: planNextPoll(esim, view, policy) });
  const spend = (now, count) => {
    requests += count;
    log = logRequests(log, now, count);
  };
  for (let now = world.from; now < world.to; now += TURN) {
    fleet.clock.set(now);
    if ((now - world.from) % LISTED_EVERY === 0) {
      spend(now, 1);
      readList(fleet, known, listTellsOfChanges, now);
      const esims = [...known.values()].filter(isPolled);
      planned = new Map();
      for (const esim of esims) plan(esim);
      view = viewFleet(esims, gaps, policy);
    }
    const allowed = Math.min(
      requestsLeft(log, policy.requestsPerHour, now),
      Math.ceil(policy.requestsPerHour / 6),
    );
    const due = allowed > 0 ? chooseDue(planned.values(), view, allowed, now) : [];
    for (const { esim } of due) {
      const reading = fleet.reading(esim.iccid);
      look(esim.iccid, reading);
      const polled = { polledAt: now, updatedAt: esim.updatedAt };
      const { memory, gap } = learn(esim.memory, esim.reading, reading, polled);
      if (gap !== null) gaps = withGap(gaps, gap);
      const answered = judged({ ...esim, reading, memory });
      known.set(esim.iccid, answered);
      plan(answered);
    }
    spend(now, due.length);
  }
  return { requests, seenAt };
}

function readList(fleet, known, tellsOfChanges, now) {
  for (const listed of fleet.listed()) {
    const { iccid, status, unlimited, usageCheck } = listed;
    const updatedAt = tellsOfChanges ? listed.updatedAt : null;
    const former = known.get(iccid) ?? newcomer(known.size, now);
    if (former.status === status && former.updatedAt === updatedAt) continue;
    known.set(iccid, judged({ ...former, iccid, status, unlimited, usageCheck, updatedAt }));
  }
}

function newcomer(esim, firstSeenAt) {
  return { esim, firstSeenAt, reading: null, memory: null, failingSince: null };
}

function judged(esim) {
  const facts = { ...esim, label: null, costCentre: null, project: null };
  return {
    ...esim,
    isInstalled: !isUnused(esim.status),
    bytesToThreshold: bytesToNextThreshold(RULES, facts),
  };
}
