import { replayFleet } from '@roamwatch/simulator';

const MINUTE = 60;
export const HOUR = 3_600;
const DAY = 86_400;
const SHARES = [0.25, 0.1, 0];
const POLLED = new Set(['INSTALLED', 'READY']);
const TRAVELLING = new Set(['traveller', 'longStay', 'revoked']);
/** A threshold crossed too late for the slowest to notice before the end is left out. */
const LAST_DAYS = 3 * DAY;

/** Simulated weeks of a fleet, and every crossing of 25 %, 10 % and 0 of the data that its figures show. */
export function prepareWorld(seed, size, weeks) {
  const options = { seed, size, newPerDay: size / 120, orderedDays: 120 };
  const fleet = replayFleet(options);
  const from = fleet.clock.now();
  const to = from + weeks * 7 * DAY;
  const polled = fleet.listed().filter(isPolled).length;
  fleet.clock.set(to);
  const crossings = fleet.truth
    .iccids()
    .flatMap((iccid) => crossingsOf(fleet.truth, iccid, from, to - LAST_DAYS))
    .map((crossing) => ({ ...crossing, shownAt: shownAt(fleet, crossing) }))
    .filter(({ shownAt }) => shownAt !== null);
  return { options, from, to, polled, crossings };
}

export function isPolled({ status, usageCheck }) {
  return usageCheck && POLLED.has(status);
}

/** Notes the first reading that shows each crossing. */
export function watch({ crossings }) {
  const byIccid = new Map();
  for (const crossing of crossings) {
    byIccid.set(crossing.iccid, [...(byIccid.get(crossing.iccid) ?? []), crossing]);
  }
  const seenAt = new Map();
  return {
    seenAt,
    look(iccid, { at, allowanceBytes, remainingBytes }) {
      for (const crossing of byIccid.get(iccid) ?? []) {
        const shows =
          allowanceBytes === crossing.allowanceBytes && remainingBytes <= crossing.share * allowanceBytes;
        // Restated figures can show a crossing some hours early; one seen a day early is that of a former package.
        if (shows && at > crossing.at - DAY && !seenAt.has(crossing)) seenAt.set(crossing, at);
      }
    },
  };
}

function crossingsOf(truth, iccid, from, to) {
  if (!TRAVELLING.has(truth.esim(iccid).kind)) return [];
  return SHARES.flatMap((share) =>
    truth
      .crossings(iccid, share)
      .filter(({ at }) => at >= from && at < to)
      .map(({ at, allowanceBytes }) => ({ iccid, share, at, allowanceBytes })),
  );
}

/** When the provider's figures first show it; null when a top-up or the end of the package comes first. */
function shownAt(fleet, { iccid, share, at: crossedAt, allowanceBytes }) {
  for (let at = crossedAt; at < crossedAt + DAY; at += 2 * MINUTE) {
    fleet.clock.set(at);
    const reading = fleet.reading(iccid);
    if (reading.allowanceBytes !== allowanceBytes) return null;
    if (reading.packageEndsAt !== null && at >= reading.packageEndsAt) return null;
    if (reading.remainingBytes <= share * allowanceBytes) return at;
  }
  return null;
}
