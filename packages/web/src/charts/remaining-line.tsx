import { DAY, dateOf, type UnixSeconds } from '@roamwatch/core';
import type { DataThresholdLine } from '../ports/esim.js';
import type { View } from '../view.js';
import type { RemainingPlot, RemainingPoint } from './remaining.js';
import { byteTicks, percentage } from './scale.js';

const FLOOR = 0.88;
const CEILING = 0.09;
const PLOT = FLOOR - CEILING;
/** Units of the inner drawing; lines keep their width when it is stretched. */
const UNITS = 1_000;
const DATE_LABELS = 5;
const TABLE_ROWS = 30;
/** Share of the height that a line of text takes. */
const CLOSEST = 0.07;

export interface RemainingLineProps {
  readonly view: View;
  readonly plot: RemainingPlot;
  readonly thresholds: readonly DataThresholdLine[];
}

/** Remaining data over time with thresholds, forecast and where packages start and end. */
export function RemainingLine({ view, plot, thresholds }: RemainingLineProps) {
  const { words, format } = view;
  const { charts } = words.esim;
  const ticks = byteTicks(plot.peak);
  const top = ticks.at(-1) || 1;
  const left = (at: UnixSeconds) => (at - plot.from) / Math.max(1, plot.to - plot.from);
  const high = (bytes: number) => FLOOR - (bytes / top) * PLOT;
  const path = (points: readonly RemainingPoint[]) =>
    points
      .map(({ at, bytes }, i) => `${i === 0 ? 'M' : 'L'}${units(left(at))} ${units(high(bytes))}`)
      .join('');
  const readings = plot.lines.flat();
  const latest = readings.at(-1);
  const label = `${charts.left}: ${latest ? format.bytes(latest.bytes) : ''}`;
  const isNowInside = format.now > plot.from && format.now < plot.to;
  return (
    <figure class="chart">
      <ul class="legend">
        <li>
          <svg class="key" viewBox="0 0 18 10" aria-hidden="true">
            <path class="line" d="M0 5H18" />
          </svg>
          {words.esim.left}
        </li>
        {plot.forecast && (
          <li>
            <svg class="key" viewBox="0 0 18 10" aria-hidden="true">
              <path class="line line-forecast" d="M0 5H18" />
            </svg>
            {charts.forecast}
          </li>
        )}
      </ul>
      <svg class="plot" role="img" aria-label={label}>
        {ticks.map((tick) => (
          <>
            <line class="grid" x1="0%" x2="100%" y1={percentage(high(tick))} y2={percentage(high(tick))} />
            {tick > 0 && (
              <text class="tick" x="-8" y={percentage(high(tick))} dy="4" text-anchor="end">
                {format.bytes(tick)}
              </text>
            )}
          </>
        ))}
        {apart(thresholds, top).map(({ bytes, severity, rule }) => (
          <>
            <line
              class={`threshold threshold-${severity}`}
              x1="0%"
              x2="100%"
              y1={percentage(high(bytes))}
              y2={percentage(high(bytes))}
            />
            <text
              class={`tick tick-${severity}`}
              x="100%"
              y={percentage(high(bytes))}
              dy="-3"
              text-anchor="end"
            >
              {`${rule} ${format.bytes(bytes)}`}
            </text>
          </>
        ))}
        {plot.boundaries.map(({ at, kind }) => (
          <>
            <line
              class="boundary"
              x1={percentage(left(at))}
              x2={percentage(left(at))}
              y1="4%"
              y2={percentage(FLOOR)}
            />
            <text
              class="tick"
              x={percentage(left(at))}
              dx={left(at) > 0.5 ? '-4' : '4'}
              y="6%"
              text-anchor={left(at) > 0.5 ? 'end' : 'start'}
            >
              {kind === 'ends' ? charts.packageEnds : charts.packageStarts}
            </text>
          </>
        ))}
        {isNowInside && (
          <line
            class="now"
            x1={percentage(left(format.now))}
            x2={percentage(left(format.now))}
            y1={percentage(CEILING)}
            y2={percentage(FLOOR)}
          />
        )}
        <svg viewBox={`0 0 ${UNITS} ${UNITS}`} preserveAspectRatio="none" aria-hidden="true">
          {plot.lines.map((points) => (
            <>
              {points.length > 1 && <path class="area" d={areaOf(points, left, high)} />}
              <path class="line" d={points.length > 1 ? path(points) : `${path(points)}h1`} />
            </>
          ))}
          {plot.forecast && <path class="line line-forecast" d={path(plot.forecast)} />}
        </svg>
        {latest && (
          <circle class="dot" cx={percentage(left(latest.at))} cy={percentage(high(latest.bytes))} r="3.5">
            <title>{`${format.exactInstant(latest.at)}: ${format.bytes(latest.bytes)}`}</title>
          </circle>
        )}
        {datesBetween(plot.from, plot.to, format.zone).map(({ at, date }) => (
          <text
            class="tick"
            x={percentage(left(at))}
            y="97%"
            text-anchor={left(at) < 0.05 ? 'start' : 'middle'}
          >
            {format.day(date)}
          </text>
        ))}
      </svg>
      <details>
        <summary>{charts.table}</summary>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">{charts.time}</th>
              <th scope="col" class="figure">
                {words.esim.left}
              </th>
            </tr>
          </thead>
          <tbody>
            {readings
              .slice(-TABLE_ROWS)
              .toReversed()
              .map(({ at, bytes }) => (
                <tr>
                  <th scope="row">{format.exactInstant(at)}</th>
                  <td class="figure" title={format.exactBytes(bytes)}>
                    {format.bytes(bytes)}
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

/** Thresholds close to each other would hide each other's name: the first of them is shown for both. */
function apart(thresholds: readonly DataThresholdLine[], top: number): readonly DataThresholdLine[] {
  const shown: DataThresholdLine[] = [];
  for (const threshold of thresholds) {
    const isClear = shown.every(({ bytes }) => Math.abs(bytes - threshold.bytes) > top * CLOSEST);
    if (threshold.bytes <= top && isClear) shown.push(threshold);
  }
  return shown;
}

function units(share: number): number {
  return Math.round(share * UNITS * 10) / 10;
}

function areaOf(
  points: readonly RemainingPoint[],
  left: (at: UnixSeconds) => number,
  high: (bytes: number) => number,
): string {
  const line = points.map(({ at, bytes }) => `L${units(left(at))} ${units(high(bytes))}`).join('');
  const start = units(left(points[0]?.at ?? 0));
  const end = units(left(points.at(-1)?.at ?? 0));
  return `M${start} ${units(FLOOR)}${line}L${end} ${units(FLOOR)}z`;
}

/** Midnights (UTC steps, dated in the zone) that are evenly spread between two instants. */
function datesBetween(from: UnixSeconds, to: UnixSeconds, zone: string) {
  const step = Math.max(1, Math.ceil((to - from) / DAY / DATE_LABELS)) * DAY;
  const first = Math.ceil(from / DAY) * DAY;
  const dates: { readonly at: UnixSeconds; readonly date: string }[] = [];
  for (let at = first; at <= to - step * 0.2; at += step) dates.push({ at, date: dateOf(at, zone) });
  return dates;
}
