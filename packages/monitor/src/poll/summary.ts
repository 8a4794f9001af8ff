/** What one poll cycle did: the object `poll --json` prints. All integers. */
export interface CycleSummary {
  /** eSIMs the list named. */
  listed: number;
  /** Asked for usage, and answered. */
  polled: number;
  /** Listed but not asked: another status, no usage check, no ICCID yet, no budget left, or the cycle ended before. */
  skipped: number;
  /** Asked, and failed. */
  failed: number;
  dailyRowsNew: number;
  dailyRowsChanged: number;
  /** Things that came over the wire and were set aside. */
  readingsRejected: number;
  alertsOpened: number;
  alertsEscalated: number;
  alertsResolved: number;
  notificationsSent: number;
  /** Written but not delivered yet. */
  notificationsPending: number;
  durationMs: number;
}

export function emptySummary(): CycleSummary {
  return {
    listed: 0,
    polled: 0,
    skipped: 0,
    failed: 0,
    dailyRowsNew: 0,
    dailyRowsChanged: 0,
    readingsRejected: 0,
    alertsOpened: 0,
    alertsEscalated: 0,
    alertsResolved: 0,
    notificationsSent: 0,
    notificationsPending: 0,
    durationMs: 0,
  };
}
