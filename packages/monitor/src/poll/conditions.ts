import type { RoamifyError } from '@roamwatch/client';
import {
  beginningInWords,
  type ConditionMemory,
  type ConditionReview,
  conditionInWords,
  endInWords,
  type FleetCondition,
  type NotMonitored,
  type OpenCondition,
  type PollObservation,
  type PollOutcome,
  reasonsIn,
  reviewConditions,
  type UnixSeconds,
} from '@roamwatch/core';
import type { SettingValues } from '@roamwatch/store';
import { noticesToAll } from '../deliver/notice.js';
import type { PollContext } from './context.js';
import { isOutage } from './failure.js';

const OPEN = 'fleet.conditions';
/** Named so by the first version. */
const LAST_USUAL = 'drift.last-usual';
const STATUSES = 'drift.statuses';
const BEGUN = 'conditions.begun';
/** Of earlier versions: in what way the list was cut short, in words. */
const FORMER_SHORTFALL = 'list.shortfall';

/** The state of the fleet after a poll. */
export interface FleetReview {
  readonly open: readonly OpenCondition[];
  readonly notMonitored: NotMonitored;
}

/**
 * Decides which conditions of the whole fleet apply after a poll, remembers them, and notifies every receiver of those that
 * began or ended: nobody reads the log of a daemon that seems to work.
 */
export async function reviewFleet(
  ctx: PollContext,
  observed: PollObservation,
  failure: RoamifyError | null,
): Promise<FleetReview> {
  const { store, config } = ctx;
  const polled = config.poll.statuses;
  const [notMonitored, of, byStatus] = await Promise.all([
    store.pages.notMonitored(polled),
    store.fleet.countPollTargets(polled),
    store.fleet.countByStatus(),
  ]);
  const fleet = { failing: notMonitored.failing ?? 0, of };
  const poll = { observed, outcome: outcomeOf(failure), fleet, byStatus, polled };
  const memory = await settleConditions(ctx, (before, at) => reviewConditions(poll, before, at));
  return { open: memory.open, notMonitored };
}

type ReviewContext = Pick<PollContext, 'config' | 'now'> & {
  readonly store: Pick<PollContext['store'], 'settings'>;
};

/** Has `review` decide by what is remembered, remembers what it decides, and notifies every receiver of what began or ended. */
export async function settleConditions(
  { store, config, now }: ReviewContext,
  review: (before: ConditionMemory, at: UnixSeconds) => ConditionReview,
): Promise<ConditionMemory> {
  const at = now();
  const { memory } = await store.settings.change(
    [OPEN, LAST_USUAL, STATUSES, BEGUN, FORMER_SHORTFALL],
    (was) => {
      const { memory, began, ended } = review(memoryIn(was, at), at);
      const notices = [
        ...(began.length > 0 ? [beginningInWords(began.map(conditionOf))] : []),
        ...(ended.length > 0 ? [endInWords(ended.map(conditionOf))] : []),
      ];
      return {
        memory,
        set: {
          [OPEN]: memory.open,
          [LAST_USUAL]: memory.lastUsual,
          [STATUSES]: memory.statuses,
          [BEGUN]: memory.begun,
          ...(was[FORMER_SHORTFALL] ? { [FORMER_SHORTFALL]: null } : {}),
        },
        queue: notices.flatMap((notice) => noticesToAll(config.receivers, notice, at)),
      };
    },
  );
  return memory;
}

/** Conditions of the whole fleet that held after the last poll. */
export async function openConditions({
  store,
}: {
  readonly store: Pick<PollContext['store'], 'settings'>;
}): Promise<readonly OpenCondition[]> {
  return memoryIn({ [OPEN]: await store.settings.get(OPEN) }, 0).open;
}

/** The same as integers, for the summary of a poll. */
export function countsOf({ open, notMonitored }: FleetReview) {
  return {
    ended: notMonitored.ended ?? 0,
    notMonitored: reasonsIn(notMonitored).reduce((sum, [, count]) => sum + count, 0),
    notMonitoredUnreadable: notMonitored.unreadable ?? 0,
    notMonitoredStatus: notMonitored.status ?? 0,
    notMonitoredNoIccid: notMonitored['no-iccid'] ?? 0,
    notMonitoredNoUsageCheck: notMonitored['no-usage-check'] ?? 0,
    notMonitoredFailing: notMonitored.failing ?? 0,
    notMonitoredNeverRead: notMonitored['never-read'] ?? 0,
    fleetConditions: open.filter(({ scale }) => scale === 'fleet').length,
  };
}

/** The evidence of a poll about conditions: problems make it fail. */
export function remarksOn(open: readonly OpenCondition[]): {
  readonly problems: readonly string[];
  readonly warnings: readonly string[];
} {
  // A failure of the provider is a separate problem.
  const others = open.filter(({ condition }) => condition.kind !== 'provider-failing');
  const inWords = (scale: OpenCondition['scale']) =>
    others.filter((one) => one.scale === scale).map(({ condition }) => conditionInWords(condition));
  return { problems: inWords('fleet'), warnings: inWords('note') };
}

function outcomeOf(failure: RoamifyError | null): PollOutcome {
  if (failure === null) return { kind: 'ok' };
  if (!isOutage(failure)) return { kind: 'ended-early' };
  return { kind: 'failed', detail: failure.message, httpStatus: failure.httpStatus };
}

function memoryIn(was: SettingValues, now: UnixSeconds): ConditionMemory {
  return {
    open: (was[OPEN] as ConditionMemory['open'] | undefined) ?? formerShortfall(was, now),
    lastUsual: (was[LAST_USUAL] ?? {}) as ConditionMemory['lastUsual'],
    statuses: statusesIn(was[STATUSES] ?? {}),
    begun: (was[BEGUN] ?? {}) as ConditionMemory['begun'],
  };
}

/** Recipients notified by an earlier version are not notified again. */
function formerShortfall({ [FORMER_SHORTFALL]: detail }: SettingValues, since: UnixSeconds) {
  if (typeof detail !== 'string') return [];
  const condition = { kind: 'list-cut', proven: true, detail } as const;
  return [{ condition, scale: 'fleet', since, notified: true } as const];
}

/** Earlier versions kept only their names. */
function statusesIn(kept: unknown): ConditionMemory['statuses'] {
  if (!Array.isArray(kept)) return kept as ConditionMemory['statuses'];
  return Object.fromEntries(kept.map((status) => [String(status), 0]));
}

function conditionOf({ condition }: OpenCondition): FleetCondition {
  return condition;
}
