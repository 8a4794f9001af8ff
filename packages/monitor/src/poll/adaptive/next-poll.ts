import { type EsimKey, nextPollReason, planNextPoll, type UnixSeconds } from '@roamwatch/core';
import { nextOccurrence } from '../../schedule/occurrence.js';
import { fleetView, type Planning, policyOf, polledEsims, pollTarget } from './fleet.js';

/** When an eSIM is polled next, and why then. */
export interface ExplainedPoll {
  /** Not later than the budget allows; in the past: it is waiting for its turn. Null when it never is. */
  readonly dueAt: UnixSeconds | null;
  /** "312 MB above the next threshold, at most 190 MB an hour, figures change every 4 hours". */
  readonly reason: string;
}

export async function nextPoll(planning: Planning, esim: EsimKey): Promise<ExplainedPoll> {
  const { config, now } = planning;
  if ((await pollTarget(planning, esim)) === undefined) {
    return { dueAt: null, reason: await whyNotPolled(planning, esim) };
  }
  const { schedule, adaptive } = config.poll;
  const [polled] = adaptive === null ? [] : await polledEsims(planning, [esim]);
  if (polled === undefined) {
    return { dueAt: nextOccurrence(schedule, config.timeZone, now()), reason: 'scheduled' };
  }
  const view = await fleetView(planning);
  const next = planNextPoll(polled, view, policyOf(config));
  return { dueAt: next.dueAt, reason: nextPollReason(polled, view, next) };
}

async function whyNotPolled({ store, config, now }: Planning, esim: EsimKey): Promise<string> {
  const [facts] = await store.fleet.facts([esim], now());
  if (facts === undefined) return 'not polled (the eSIM is unknown)';
  if (facts.leftListAt !== null) return 'not polled (no longer in the list)';
  if (!facts.usageCheck) return 'not polled (the provider does not support usage checks for it)';
  if (!config.poll.statuses.includes(facts.status)) {
    return `not polled (status ${facts.status} is not in poll.statuses)`;
  }
  return 'not polled (it has no ICCID of its own)';
}
