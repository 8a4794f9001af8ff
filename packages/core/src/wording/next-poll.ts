import type { FleetView } from '../polling/fleet-view.js';
import { type NextPoll, polledLast } from '../polling/next-poll.js';
import { mostPerHour, outlookOf } from '../polling/outlook.js';
import type { PolledEsim } from '../polling/polled-esim.js';
import { formatDuration } from '../time/duration.js';
import { formatBytes } from '../usage/size.js';

/** Why an eSIM is polled then: "312 MB above the next threshold, at most 190 MB an hour, figures change every 4 hours". */
export function nextPollReason(esim: PolledEsim, fleet: FleetView, { why }: NextPoll): string {
  const ceiling = `polled at least every ${formatDuration(fleet.longestWait)}`;
  switch (why) {
    case 'never polled':
      return esim.isInstalled
        ? 'never polled'
        : 'never polled; uninstalled profiles share 25 % of the budget';
    case 'changed':
      return 'the list shows a change';
    case 'failing':
      return `the last poll failed; retried after ${formatDuration(
        Math.max(0, polledLast(esim) - (esim.failingSince ?? 0)),
      )} of failures`;
    case 'nothing ahead':
      return `no threshold ahead, ${ceiling}`;
    case 'threshold ahead':
    case 'longest wait':
      return `${distanceInWords(esim, fleet)}${why === 'longest wait' ? `, ${ceiling}` : ''}`;
  }
}

function distanceInWords(esim: PolledEsim, { bytesPerHour, rhythm }: FleetView): string {
  const outlook = outlookOf(esim, bytesPerHour);
  const above = `${formatBytes(esim.bytesToThreshold ?? 0)} above the next threshold`;
  const use = outlook.untouched ? 'nothing used yet' : `at most ${formatBytes(mostPerHour(outlook))} an hour`;
  const changes = rhythm === null ? '' : `, figures change every ${formatDuration(rhythm.usual)}`;
  return `${above}, ${use}${changes}`;
}
