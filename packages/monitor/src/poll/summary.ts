/** What a poll counts. All integers. */
export interface Counts {
  /** eSIMs the list named. */
  readonly listed: number;
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

/** What one poll cycle did: the object `poll --json` prints. All integers. */
export interface CycleSummary extends Counts {
  /** Listed but not polled: another status, no usage check, no ICCID yet, no budget left, or the cycle ended before. */
  readonly skipped: number;
  readonly notificationsSent: number;
  /** Written but not delivered yet. */
  readonly notificationsPending: number;
  readonly durationMs: number;
}

/** How a cycle went. */
export interface CycleResult {
  readonly summary: CycleSummary;
  /** What failed as a whole, in words for the operator; empty when all went well. */
  readonly problems: readonly string[];
  /** What the operator should look at although nothing failed. */
  readonly warnings: readonly string[];
}

export const NO_COUNTS: Counts = {
  listed: 0,
  polled: 0,
  failed: 0,
  dailyRowsNew: 0,
  dailyRowsChanged: 0,
  readingsRejected: 0,
  alertsOpened: 0,
  alertsEscalated: 0,
  alertsResolved: 0,
};

/** The sum of each count. */
export function addCounts(...parts: readonly Partial<Counts>[]): Counts {
  const names = Object.keys(NO_COUNTS) as (keyof Counts)[];
  const sum = (name: keyof Counts) => parts.reduce((total, part) => total + (part[name] ?? 0), 0);
  return Object.fromEntries(names.map((name) => [name, sum(name)])) as unknown as Counts;
}
