import type { NotMonitored, NotMonitoredReason } from '../fleet/status.js';

const REASONS: Readonly<Record<NotMonitoredReason, string>> = {
  unreadable: 'unreadable in the list (see `roamwatch rejected`)',
  ended: 'expired, revoked or not generated',
  status: 'status left out by poll.statuses',
  'no-iccid': 'no usable ICCID yet',
  'no-usage-check': 'usage check not supported',
  failing: 'failing (see `roamwatch rejected`)',
  'never-read': 'no reading yet',
};

/** "usage check not supported". */
export function notMonitoredReason(reason: NotMonitoredReason): string {
  return REASONS[reason];
}

/** Each reason that applies to somebody: "2 eSIMs are not monitored: no ICCID yet". */
export function notMonitoredInWords(counts: NotMonitored): readonly string[] {
  return reasonsIn(counts).map(([reason, count]) => {
    const who = count === 1 ? '1 eSIM is' : `${count} eSIMs are`;
    return `${who} not monitored: ${REASONS[reason]}`;
  });
}

/** eSIMs that could use data and are not monitored. */
export function reasonsIn(
  counts: NotMonitored,
): readonly (readonly [reason: NotMonitoredReason, count: number])[] {
  const reasons = Object.keys(REASONS) as NotMonitoredReason[];
  return reasons.flatMap((reason) => {
    const count = counts[reason] ?? 0;
    return reason === 'ended' || count === 0 ? [] : [[reason, count] as const];
  });
}
