import type { Seconds } from '../time/instant.js';
import type { FleetView } from './fleet-view.js';
import { type NextPoll, polledLast } from './next-poll.js';
import { mostPerHour, outlookOf } from './outlook.js';
import type { PolledEsim } from './polled-esim.js';

/** Why an eSIM is polled when it is, or never: data, which `wording/` puts into words. */
export type NextPollReason =
  | { readonly kind: 'scheduled' }
  | { readonly kind: 'not-polled'; readonly cause: NotPolledCause }
  | { readonly kind: 'status-not-polled'; readonly status: string }
  | { readonly kind: 'never-polled'; readonly isInstalled: boolean }
  | { readonly kind: 'pushed' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'failing'; readonly failedFor: Seconds }
  | { readonly kind: 'nothing-ahead'; readonly longestWait: Seconds }
  | ThresholdAhead;

/** Why an eSIM is not polled, besides its status. */
export type NotPolledCause = 'unknown' | 'left-list' | 'usage-unsupported' | 'no-iccid';

/** Polled by how soon its use could reach the next threshold. Data is in bytes. */
export interface ThresholdAhead {
  readonly kind: 'threshold-ahead';
  readonly bytesToThreshold: number;
  /** The use in an hour that is hardly ever exceeded; null while nothing was used. */
  readonly mostPerHour: number | null;
  /** The usual time between two changes of the provider's figures; null while that is not known. */
  readonly figuresChangeEvery: Seconds | null;
  /** The longest wait, where that and not the threshold decides; else null. */
  readonly longestWait: Seconds | null;
}

/** Why an eSIM is polled when it is, as data for `explain`. */
export function nextPollReason(esim: PolledEsim, fleet: FleetView, { why }: NextPoll): NextPollReason {
  switch (why) {
    case 'never polled':
      return { kind: 'never-polled', isInstalled: esim.isInstalled };
    case 'pushed':
      return { kind: 'pushed' };
    case 'changed':
      return { kind: 'changed' };
    case 'failing':
      return { kind: 'failing', failedFor: Math.max(0, polledLast(esim) - (esim.failingSince ?? 0)) };
    case 'nothing ahead':
      return { kind: 'nothing-ahead', longestWait: fleet.longestWait };
    case 'threshold ahead':
    case 'longest wait':
      return thresholdAhead(esim, fleet, why === 'longest wait');
  }
}

function thresholdAhead(esim: PolledEsim, fleet: FleetView, isLongestWait: boolean): ThresholdAhead {
  const outlook = outlookOf(esim, fleet.bytesPerHour);
  return {
    kind: 'threshold-ahead',
    bytesToThreshold: esim.bytesToThreshold ?? 0,
    mostPerHour: outlook.untouched ? null : mostPerHour(outlook),
    figuresChangeEvery: fleet.rhythm?.usual ?? null,
    longestWait: isLongestWait ? fleet.longestWait : null,
  };
}
