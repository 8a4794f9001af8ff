import type { NotMonitored, OpenCondition } from '@roamwatch/core';

/** Counts of a poll. All integers. */
export interface Counts {
  /** eSIMs of the account: those that the list named, and those that it lacks while there is no evidence that they left. */
  readonly listed: number;
  /** 1: the list could not be read to its end, so that eSIMs may be missing. */
  readonly listFailed: number;
  /** Polled for usage, and answered. */
  readonly polled: number;
  /** Polled, and failed. */
  readonly failed: number;
  readonly dailyRowsNew: number;
  readonly dailyRowsChanged: number;
  /** Things that came over the wire and were rejected. */
  readonly readingsRejected: number;
  readonly alertsOpened: number;
  readonly alertsEscalated: number;
  readonly alertsResolved: number;
}

/** The result of one poll cycle: the object `poll --json` prints. All integers. */
export interface CycleSummary extends Counts {
  /** Listed but not polled: unreadable in the list, another status, no usage check, no ICCID yet, no budget left, or the cycle ended before. */
  readonly skipped: number;
  /** Of those skipped: their status cannot use data. */
  readonly ended: number;
  /** eSIMs that could use data and are not monitored; then by the first reason that applies. */
  readonly notMonitored: number;
  readonly notMonitoredUnreadable: number;
  readonly notMonitoredStatus: number;
  readonly notMonitoredNoIccid: number;
  readonly notMonitoredNoUsageCheck: number;
  readonly notMonitoredFailing: number;
  readonly notMonitoredNeverRead: number;
  /** Conditions of the whole fleet that make the poll fail. */
  readonly fleetConditions: number;
  readonly notificationsSent: number;
  /** Written but not delivered yet. */
  readonly notificationsPending: number;
  readonly durationMs: number;
}

/** How a cycle went. */
export interface CycleResult {
  readonly summary: CycleSummary;
  readonly notMonitored: NotMonitored;
  /** Conditions of the whole fleet. */
  readonly conditions: readonly OpenCondition[];
  /** Failures of the poll as a whole, in words for the operator; empty when all went well. */
  readonly problems: readonly string[];
  /** Remarks for the operator although nothing failed. */
  readonly warnings: readonly string[];
}
