import {
  bytesToNextThreshold,
  chooseDue,
  decidePush,
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

/** How often the replay looks whether the provider has an event to send: an event comes so late at most. */
const PUSHED_EVERY = 5 * TURN;

/**
 * Polls as the daemon does: the list every half hour, and each minute the eSIMs that are due. With `isPushed` the provider's events
 * come as well: each active eSIM's figures every four hours, and at 25, 50, 75, 90 and 100 % used.
 */
export function pollAdaptively(world, mostRequests, listTellsOfChanges, isPushed = false) {
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
    if (isPushed && (now - world.from) % PUSHED_EVERY === 0) {
      for (const event of fleet.pushed()) {
        const esim = takeEvent(event, known, view, policy, now);
        if (esim !== null && isPolled(esim)) plan(esim);
      }
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
      const push = esim.push ? { ...esim.push, dueAt: null } : null;
      const answered = judged({ ...esim, reading, memory, push });
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

/** As the daemon stores an event; null where the list has not named its eSIM yet. */
function takeEvent(
  { kind, iccid, at, status, allowanceBytes, remainingBytes, endsAt },
  known,
  view,
  policy,
  now,
) {
  const esim = known.get(iccid);
  if (esim === undefined) return null;
  const figures =
    kind === 'status' || allowanceBytes === null ? null : { allowanceBytes, remainingBytes, endsAt };
  const event = { kind, at, digest: `${kind} ${at}`, iccid, esimId: null, status, figures };
  const before = {
    facts: new Map([[esim.esim, esim]]),
    remembered: new Map([
      [esim.esim, { memory: esim.memory, updatedAt: esim.updatedAt, push: esim.push ?? null }],
    ]),
    fleet: view,
  };
  const { marks } = decidePush(
    [{ esim: esim.esim, event, receivedAt: now }],
    before,
    { rules: RULES, planning: policy },
    now,
  );
  const pushed = { ...esim, push: marks.get(esim.esim) ?? null };
  known.set(iccid, pushed);
  return pushed;
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
