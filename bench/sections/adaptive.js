/**
 * Delay from the true crossing of 25 %, 10 % and 0 of the data to its detection: polling everybody at a fixed
 * interval against the planner of @roamwatch/core, over the same simulated weeks, with the same number of requests.
 */
import {
  book,
  bytesToNextLimit,
  chooseDue,
  learn,
  left,
  planQuestion,
  viewFleet,
  withGap,
} from '@roamwatch/core';
import { replayFleet } from '@roamwatch/simulator';

const [MINUTE, HOUR, DAY] = [60, 3_600, 86_400];
const SHARES = [0.25, 0.1, 0];
const RULES = [
  { name: 'low-data', type: 'data-low', warning: [{ percent: 25 }], critical: [{ percent: 10 }] },
  { name: 'used-up', type: 'data-exhausted' },
];
const POLLED = new Set(['INSTALLED', 'READY']);
const LISTED_EVERY = 30 * MINUTE;
const TURN = MINUTE;
/** What crosses too late for the slowest to see it before the end is left out. */
const LAST_DAYS = 3 * DAY;

/** @param options seeds, eSIMs in each fleet, simulated weeks, hours between uniform polls, whether the list tells of changes */
export function measureAdaptive({
  seeds = [1, 2, 3],
  size = 1_600,
  weeks = 4,
  intervals = [48, 24, 12, 6],
} = {}) {
  const worlds = seeds.map((seed) => prepare(seed, size, weeks));
  return {
    seeds,
    weeks,
    esims: Math.round(worlds.reduce((sum, { polled }) => sum + polled, 0) / worlds.length),
    crossings: worlds.reduce((sum, { crossings }) => sum + crossings.length, 0),
    budgets: intervals.map((hours) => {
      const uniform = worlds.map((world) => pollUniformly(world, hours * HOUR));
      const adaptive = (hints) =>
        worlds.map((world, index) => pollAdaptively(world, uniform[index].requests, hints));
      return {
        everyHours: hours,
        uniform: summarise(worlds, uniform),
        adaptive: summarise(worlds, adaptive(true)),
        adaptiveWithoutHints: summarise(worlds, adaptive(false)),
      };
    }),
  };
}

function prepare(seed, size, weeks) {
  const options = { seed, size, newPerDay: size / 120, orderedDays: 120 };
  const fleet = replayFleet(options);
  const from = fleet.clock.now();
  const to = from + weeks * 7 * DAY;
  const polled = fleet.listed().filter(isPolled).length;
  fleet.clock.set(to);
  const crossings = fleet.truth
    .iccids()
    .flatMap((iccid) => crossingsOf(fleet.truth, iccid, from, to - LAST_DAYS))
    .map((crossing) => ({ ...crossing, shownAt: shownAt(fleet, crossing) }));
  return { options, from, to, polled, crossings: crossings.filter(({ shownAt }) => shownAt !== null) };
}

function isPolled({ status, usageCheck }) {
  return usageCheck && POLLED.has(status);
}

function crossingsOf(truth, iccid, from, to) {
  const { kind } = truth.esim(iccid);
  if (kind !== 'traveller' && kind !== 'longStay' && kind !== 'revoked') return [];
  return SHARES.flatMap((share) =>
    truth
      .crossings(iccid, share)
      .filter(({ at }) => at >= from && at < to)
      .map(({ at, allowanceBytes }) => ({ iccid, share, at, allowanceBytes })),
  );
}

/** When the provider's figures first show it; null when a top-up or the end of the package comes first. */
function shownAt(fleet, { iccid, share, at: crossedAt, allowanceBytes }) {
  for (let at = crossedAt; at < crossedAt + DAY; at += 2 * MINUTE) {
    fleet.clock.set(at);
    const reading = fleet.reading(iccid);
    if (reading.allowanceBytes !== allowanceBytes) return null;
    if (reading.packageEndsAt !== null && at >= reading.packageEndsAt) return null;
    if (reading.remainingBytes <= share * allowanceBytes) return at;
  }
  return null;
}

/** Notes the first reading that shows each crossing. */
function watcher({ crossings }) {
  const byIccid = Map.groupBy?.(crossings, ({ iccid }) => iccid) ?? groupBy(crossings);
  const seenAt = new Map();
  return {
    seenAt,
    look(iccid, { at, allowanceBytes, remainingBytes }) {
      for (const crossing of byIccid.get(iccid) ?? []) {
        const shows =
          allowanceBytes === crossing.allowanceBytes && remainingBytes <= crossing.share * allowanceBytes;
        // Restated figures can show a crossing some hours early; one seen a day early is that of a former package.
        if (shows && at > crossing.at - DAY && !seenAt.has(crossing)) seenAt.set(crossing, at);
      }
    },
  };
}

function groupBy(crossings) {
  const groups = new Map();
  for (const crossing of crossings) {
    groups.set(crossing.iccid, [...(groups.get(crossing.iccid) ?? []), crossing]);
  }
  return groups;
}

function pollUniformly(world, interval) {
  const fleet = replayFleet(world.options);
  const { look, seenAt } = watcher(world);
  let requests = 0;
  for (let at = world.from; at < world.to; at += interval) {
    fleet.clock.set(at);
    const targets = fleet.listed().filter(isPolled);
    requests += 1 + targets.length;
    for (const { iccid } of targets) look(iccid, fleet.reading(iccid));
  }
  return { requests, seenAt };
}

/** As the daemon does it: the list every half hour, and every minute whoever is due. */
function pollAdaptively(world, mostRequests, hints) {
  const fleet = replayFleet(world.options);
  const { look, seenAt } = watcher(world);
  const policy = {
    requestsPerHour: Math.floor(mostRequests / ((world.to - world.from) / HOUR)),
    floor: 10 * MINUTE,
    ceiling: DAY,
  };
  const known = new Map();
  let [requests, ledger, gaps, view] = [0, [], [], null];
  let planned = new Map();
  const plan = (esim) => planned.set(esim.iccid, { esim, question: planQuestion(esim, view, policy) });
  const spend = (now, count) => {
    requests += count;
    ledger = book(ledger, now, count);
  };
  for (let now = world.from; now < world.to; now += TURN) {
    fleet.clock.set(now);
    if ((now - world.from) % LISTED_EVERY === 0) {
      spend(now, 1);
      list(fleet, known, hints, now);
      const esims = [...known.values()].filter(({ polled }) => polled);
      view = viewFleet(esims, gaps, policy);
      planned = new Map();
      for (const esim of esims) plan(esim);
    }
    const allowed = Math.min(
      left(ledger, policy.requestsPerHour, now),
      Math.ceil(policy.requestsPerHour / 6),
    );
    const due = allowed > 0 ? chooseDue(planned.values(), view, allowed, now) : [];
    for (const esim of due) {
      const reading = fleet.reading(esim.iccid);
      look(esim.iccid, reading);
      const { memory, gap } = learn(esim.memory, esim.reading, reading, {
        askedAt: now,
        updatedAt: esim.updatedAt,
      });
      if (gap !== null) gaps = withGap(gaps, gap);
      const facts = { ...esim, reading, usageCheck: true, label: null, costCentre: null, project: null };
      const answered = { ...facts, memory, bytesToLimit: bytesToNextLimit(RULES, facts) };
      known.set(esim.iccid, answered);
      plan(answered);
    }
    spend(now, due.length);
  }
  return { requests, seenAt };
}

function list(fleet, known, hints, now) {
  for (const listed of fleet.listed()) {
    const { iccid, unlimited } = listed;
    const former = known.get(iccid) ?? {
      esim: known.size,
      iccid,
      unlimited,
      firstSeenAt: now,
      reading: null,
      bytesToLimit: null,
      memory: null,
      failingSince: null,
    };
    const updatedAt = hints ? listed.updatedAt : null;
    known.set(iccid, { ...former, status: listed.status, polled: isPolled(listed), updatedAt });
  }
}

function summarise(worlds, runs) {
  const crossed = worlds.flatMap(({ crossings }, index) =>
    crossings.map(({ at, shownAt }, number) => {
      const seenAt = runs[index].seenAt.get(crossings[number]);
      return seenAt === undefined ? null : { fromTruth: seenAt - at, fromShown: seenAt - shownAt };
    }),
  );
  const seen = crossed.filter((delay) => delay !== null);
  const hours = (share, key) =>
    quantile(
      seen.map((delay) => Math.max(0, delay[key])),
      share,
    ) / HOUR;
  return {
    requests: runs.reduce((sum, { requests }) => sum + requests, 0),
    fromTruth: { medianHours: hours(0.5, 'fromTruth'), p95Hours: hours(0.95, 'fromTruth') },
    fromShown: { medianHours: hours(0.5, 'fromShown'), p95Hours: hours(0.95, 'fromShown') },
    missed: crossed.length - seen.length,
  };
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
