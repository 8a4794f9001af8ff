import type { Reading, Seconds, UnixSeconds } from '@roamwatch/core';

export interface RemainingPoint {
  readonly at: UnixSeconds;
  readonly bytes: number;
}

/** The data of the chart of remaining data, in instants and bytes. */
export interface RemainingPlot {
  readonly from: UnixSeconds;
  readonly to: UnixSeconds;
  readonly peak: number;
  /** Lines, broken where a new package began. */
  readonly lines: readonly (readonly RemainingPoint[])[];
  /** From the last reading to when data runs out, or to the end of the plot. */
  readonly forecast: readonly [RemainingPoint, RemainingPoint] | null;
  readonly boundaries: readonly Boundary[];
}

export interface Boundary {
  readonly at: UnixSeconds;
  readonly kind: 'starts' | 'ends';
}

export interface RemainingFacts {
  /** Oldest first. */
  readonly readings: readonly Reading[];
  readonly forecast: { readonly emptyAt: UnixSeconds | null } | null;
  readonly now: UnixSeconds;
}

/** The future takes at most this share of what the past takes. */
const FUTURE_SHARE = 0.6;

/** Null with fewer than two readings of remaining data: there is no line to draw. */
export function plotRemaining({ readings, forecast, now }: RemainingFacts): RemainingPlot | null {
  const points = readings.flatMap(({ at, remainingBytes }) =>
    remainingBytes === null ? [] : [{ at, bytes: Math.max(0, remainingBytes) }],
  );
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last || points.length < 2) return null;

  const from = first.at;
  const to = endOf(last.at, forecast?.emptyAt ?? null, readings.at(-1)?.packageEndsAt ?? null, from, now);
  const allowances = readings.flatMap(({ allowanceBytes }) => allowanceBytes ?? []);
  return {
    from,
    to,
    peak: Math.max(...points.map(({ bytes }) => bytes), ...allowances),
    lines: brokenLines(points),
    forecast: forecastLine(last, forecast?.emptyAt ?? null, to),
    boundaries: boundariesOf(readings).filter(({ at }) => at > from && at <= to),
  };
}

/** Far enough to show when data runs out and the package ends, if that is not too far away. */
function endOf(
  last: UnixSeconds,
  emptyAt: UnixSeconds | null,
  packageEndsAt: UnixSeconds | null,
  from: UnixSeconds,
  now: UnixSeconds,
): UnixSeconds {
  const present = Math.max(last, now);
  const furthest: Seconds = Math.round((present - from) * FUTURE_SHARE);
  const wanted = Math.max(present, emptyAt ?? 0, packageEndsAt ?? 0);
  return Math.min(wanted, present + furthest);
}

/** More data than before is a top-up or a new package: the line starts again there. */
function brokenLines(points: readonly RemainingPoint[]): readonly (readonly RemainingPoint[])[] {
  const lines: RemainingPoint[][] = [];
  let before: RemainingPoint | null = null;
  for (const point of points) {
    if (before === null || point.bytes > before.bytes) lines.push([]);
    lines.at(-1)?.push(point);
    before = point;
  }
  return lines;
}

function forecastLine(
  last: RemainingPoint,
  emptyAt: UnixSeconds | null,
  to: UnixSeconds,
): RemainingPlot['forecast'] {
  if (emptyAt === null || emptyAt <= last.at || last.bytes === 0 || to <= last.at) return null;
  if (emptyAt <= to) return [last, { at: emptyAt, bytes: 0 }];
  const share = (to - last.at) / (emptyAt - last.at);
  return [last, { at: to, bytes: Math.round(last.bytes * (1 - share)) }];
}

/** Where a package starts and where the active one ends. */
function boundariesOf(readings: readonly Reading[]): readonly Boundary[] {
  const starts = new Set(readings.flatMap(({ packageStartedAt }) => packageStartedAt ?? []));
  const end = readings.at(-1)?.packageEndsAt ?? null;
  return [
    ...[...starts].map((at) => ({ at, kind: 'starts' as const })),
    ...(end === null ? [] : [{ at: end, kind: 'ends' as const }]),
  ];
}
