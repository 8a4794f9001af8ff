import type { UnixSeconds } from '@roamwatch/core';
import { StoreError } from '@roamwatch/store';
import { scheduledPrune } from '../database/retention.js';
import { drain } from '../deliver/deliver.js';
import { pollBetweenListings } from '../poll/adaptive/between-listings.js';
import type { PollOutcome } from '../poll-requests/mailbox.js';
import { SecretError } from '../ports/secret.js';
import { listPushed, pollPushed } from '../push/poll-pushed.js';
import { createJobQueue, logFailure } from '../schedule/job-queue.js';
import type { RunContext } from './run-context.js';
import { type ScheduledPollOptions, scheduledPoll } from './scheduled-poll.js';
import { tickByClock } from './tick.js';

/**
 * What the daemon has to do: by itself in lanes side by side, or shared with other workers. None of the methods throws or
 * waits, unless it returns a promise. `occurrence`: of the schedule that calls for it; several workers have the same one.
 */
export interface Work {
  /** From now on jobs of others are done, too. */
  start(): Promise<void>;
  poll(occurrence?: UnixSeconds): void;
  /** The same on request: all eSIMs, and nothing where a poll is under way or about to start. */
  pollWhole(): void;
  tick(occurrence?: UnixSeconds): void;
  /** Events of the provider made eSIMs due. */
  pushed(): void;
  prune(occurrence?: UnixSeconds): void;
  /** Runs `job` after what the clock has brought about so far. */
  afterTick(name: string, job: () => Promise<void>): void;
  /** Ends the poll under way, whose answers are kept; true when there was one. */
  endPoll(): Promise<boolean>;
  /** Resolves when the deliveries have ended that are under way now. */
  delivered(): Promise<void>;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

/**
 * Polls wait for the provider, and deliveries for mail servers and hooks: each has a separate lane, so that neither delays
 * the other, or what the clock brings about.
 *
 * @param current the context in use, which a reload replaces.
 * @param onPolled is called with how a poll went, unless it was ended to be made again.
 */
export function createWork(
  current: () => RunContext,
  signal: AbortSignal,
  onPolled: (outcome: PollOutcome) => Promise<void> = async () => {},
): Work {
  const polls = createJobQueue(current().log);
  const clock = createJobQueue(current().log);
  const pushes = createJobQueue(current().log);
  const deliveries = new Set<Promise<void>>();
  let ending = new AbortController();
  let pollingSince: UnixSeconds | null = null;
  let isPushed = false;

  const untilEnded = () => AbortSignal.any([signal, ending.signal]);
  const pollNow = async (options: ScheduledPollOptions = {}) => {
    const ended = ending.signal;
    pollingSince = current().now();
    try {
      const result = await scheduledPoll(current(), untilEnded(), options);
      if (!ended.aborted) await onPolled({ kind: 'ended', result });
    } catch (error) {
      await onPolled({ kind: 'failed', error: reasonOf(error) });
      throw error;
    } finally {
      pollingSince = null;
    }
  };
  const deliver = () => {
    if (signal.aborted) return;
    const { log } = current();
    const delivery = drain(current(), signal)
      .catch((error: unknown) => logFailure(log, 'deliver', error))
      .then(() => void deliveries.delete(delivery));
    deliveries.add(delivery);
  };
  const delivered = async () => void (await Promise.all(deliveries));
  const tickNow = async () => {
    if (signal.aborted) return;
    try {
      await tickByClock(current(), pollingSince);
    } finally {
      deliver();
    }
  };
  const pollDue = async () => {
    if (await pollBetweenListings(current(), untilEnded())) void clock.enqueueOnce('tick', tickNow);
  };

  const pollPushedNow = async () => {
    while (isPushed && !untilEnded().aborted) {
      isPushed = false;
      if (await pollPushed(current(), untilEnded())) void clock.enqueueOnce('tick', tickNow);
    }
  };
  const listPushedNow = async () => {
    if (await listPushed(current(), untilEnded())) pushed();
  };
  /** By schedule a poll takes long, and is not waited for; a plan has its turns in between. */
  const pushed = () => {
    isPushed = true;
    const lane = current().config.poll.adaptive === null ? pushes : polls;
    void lane.enqueueOnce('poll of those pushed', pollPushedNow);
    void polls.enqueueOnce('list for events', listPushedNow);
  };

  return {
    start: async () => {},
    poll: () => void polls.enqueueOnce('poll', () => pollNow()),
    pollWhole() {
      if (!polls.isPending('poll')) void polls.enqueueOnce('poll', () => pollNow({ whole: true }));
    },
    tick() {
      if (current().config.poll.adaptive !== null && !polls.isPending('poll'))
        void polls.enqueueOnce('poll of those due', pollDue);
      if (current().config.push !== null) pushed();
      void clock.enqueueOnce('tick', tickNow);
    },
    pushed,
    prune: () => void clock.enqueueOnce('prune', () => scheduledPrune(current())),
    afterTick: (name, job) => void clock.enqueue(name, job),
    async endPoll() {
      const wasPolling = pollingSince !== null;
      ending.abort();
      await Promise.all([polls.idle(), pushes.idle()]);
      ending = new AbortController();
      return wasPolling;
    },
    delivered,
    async idle() {
      await Promise.all([polls.idle(), pushes.idle(), clock.idle()]);
      await delivered();
    },
  };
}

/** A failure that an operator can fix is a sentence; the rest is in the daemon's log. */
export function reasonOf(error: unknown): string {
  const isExpected = error instanceof StoreError || error instanceof SecretError;
  return isExpected ? error.message : "the poll failed: see the daemon's log";
}
