import {
  type EsimKey,
  isPolled,
  type NextPollReason,
  nextPollReason,
  planNextPoll,
  type UnixSeconds,
} from '@roamwatch/core';
import { nextOccurrence } from '../../schedule/occurrence.js';
import { fleetView, type Planning, policyOf, polledEsims, pollTarget } from './fleet.js';

/** When an eSIM is polled next, and why then. */
export interface ExplainedPoll {
  /** Not later than the budget allows; in the past: it is waiting for its turn. Null when it never is. */
  readonly dueAt: UnixSeconds | null;
  readonly reason: NextPollReason;
}

/** When adaptive polling polls an eSIM next, and why. */
export async function nextPoll(planning: Planning, esim: EsimKey): Promise<ExplainedPoll> {
  const { config, now } = planning;
  if ((await pollTarget(planning, esim)) === undefined) {
    return { dueAt: null, reason: await whyNotPolled(planning, esim) };
  }
  const { schedule, adaptive } = config.poll;
  const [polled] = adaptive === null ? [] : await polledEsims(planning, [esim]);
  if (polled === undefined) {
    return { dueAt: nextOccurrence(schedule, config.timeZone, now()), reason: { kind: 'scheduled' } };
  }
  const view = await fleetView(planning);
  const next = planNextPoll(polled, view, policyOf(config));
  return { dueAt: next.dueAt, reason: nextPollReason(polled, view, next) };
}

async function whyNotPolled({ store, config, now }: Planning, esim: EsimKey): Promise<NextPollReason> {
  const [facts] = await store.fleet.facts([esim], now());
  if (facts === undefined) return { kind: 'not-polled', cause: 'unknown' };
  const { leftListAt, usageCheck, status } = facts;
  if (leftListAt !== null) return { kind: 'not-polled', cause: 'left-list' };
  if (!usageCheck) return { kind: 'not-polled', cause: 'usage-unsupported' };
  if (!isPolled(config.poll.statuses, status)) return { kind: 'status-not-polled', status };
  return { kind: 'not-polled', cause: 'no-iccid' };
}
