import { pollAdaptively } from '../replay/adaptive.js';
import { pollUniformly } from '../replay/uniform.js';
import { HOUR, prepareWorld } from '../replay/world.js';

/**
 * Delay from the true crossing of 25 %, 10 % and 0 of the data to its detection: polling everybody at an interval
 * against the planner of @roamwatch/core, over the same simulated weeks, with no more requests; and against a poller that
 * requests at the very moment the provider's figures show it, which is the lower bound.
 *
 * @param options eSIMs in each fleet, hours between uniform polls
 */
/** The same for polling adaptively with the provider's push beside it, at as many requests and at a tenth of them. */
export function measurePush({ seeds, size, weeks, intervals }) {
  const worlds = seeds.map((seed) => prepareWorld(seed, size, weeks));
  const everything = worlds.map(({ crossings }) => crossings);
  const budgets = intervals.flatMap((everyHours) => {
    const uniform = worlds.map((world) => pollUniformly(world, everyHours * HOUR).requests);
    return [1, 10].map((divisor) => {
      const polled = (isPushed) =>
        worlds.map((world, index) => pollAdaptively(world, uniform[index] / divisor, true, isPushed));
      return {
        ...{ everyHours, divisor },
        adaptive: summarise(everything, polled(false)),
        pushed: summarise(everything, polled(true)),
      };
    });
  });
  return {
    ...{ seeds, size, weeks, budgets },
    crossings: worlds.reduce((sum, { crossings }) => sum + crossings.length, 0),
    bestPossible: summarise(everything, worlds.map(askWhenShown)),
  };
}

export function measureAdaptive({ seeds, size, weeks, intervals }) {
  const worlds = seeds.map((seed) => prepareWorld(seed, size, weeks));
  return {
    seeds,
    size,
    weeks,
    esims: Math.round(worlds.reduce((sum, { polled }) => sum + polled, 0) / worlds.length),
    crossings: worlds.reduce((sum, { crossings }) => sum + crossings.length, 0),
    budgets: intervals.map((hours) => measureBudget(worlds, hours)),
  };
}

function measureBudget(worlds, everyHours) {
  const uniform = worlds.map((world) => pollUniformly(world, everyHours * HOUR));
  const adaptively = (listTellsOfChanges) =>
    worlds.map((world, index) => pollAdaptively(world, uniform[index].requests, listTellsOfChanges));
  const [adaptive, silent] = [adaptively(true), adaptively(false)];
  const everything = worlds.map(({ crossings }) => crossings);
  const bothSaw = everything.map((crossings, index) =>
    crossings.filter(
      (crossing) => uniform[index].seenAt.has(crossing) && adaptive[index].seenAt.has(crossing),
    ),
  );
  return {
    everyHours,
    uniform: summarise(everything, uniform),
    bestPossible: summarise(everything, worlds.map(askWhenShown)),
    adaptive: summarise(everything, adaptive),
    adaptiveWithoutHints: summarise(everything, silent),
    bothSaw: { uniform: summarise(bothSaw, uniform), adaptive: summarise(bothSaw, adaptive) },
  };
}

function askWhenShown({ crossings }) {
  return { requests: 0, seenAt: new Map(crossings.map((crossing) => [crossing, crossing.shownAt])) };
}

/** Quantiles over what was seen; what was not is counted. */
function summarise(crossings, runs) {
  const all = crossings.flatMap((ofWorld, index) =>
    ofWorld.map((crossing) => ({ ...crossing, seenAt: runs[index].seenAt.get(crossing) })),
  );
  const seen = all.filter(({ seenAt }) => seenAt !== undefined);
  const since = (start) => {
    const delays = seen.map((crossing) => Math.max(0, crossing.seenAt - crossing[start]) / HOUR);
    return { medianHours: quantile(delays, 0.5), p95Hours: quantile(delays, 0.95) };
  };
  return {
    requests: runs.reduce((sum, { requests }) => sum + requests, 0),
    fromTruth: since('at'),
    fromShown: since('shownAt'),
    missed: all.length - seen.length,
  };
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}
