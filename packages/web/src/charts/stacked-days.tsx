import type { View } from '../view.js';
import { byteTicks, percentage, spread } from './scale.js';
import type { Stack, StackedDay } from './stack.js';

/** Part of a day's column that is bar; the rest is the gap to the next. */
const BAR_SHARE = 0.78;
const DATE_LABELS = 6;
/** Where the plot ends and the dates begin. */
const FLOOR = 0.88;

/** A bar a day, stacked by country, with legend and table. It stretches to any width; its text does not. */
export function StackedDays({ view, stack }: { readonly view: View; readonly stack: Stack }) {
  const { words, format } = view;
  const { charts } = words.esim;
  const names = stack.series.map(({ location }, index) =>
    stack.hasRest && index === stack.series.length - 1 ? charts.other : location || charts.unknownCountry,
  );
  const ticks = byteTicks(stack.peak);
  const top = ticks.at(-1) || 1;
  const summary = `${charts.days}: ${words.counts.days(stack.days.length, format.count(stack.days.length))}, ${charts.total(format.bytes(stack.total))}`;
  return (
    <figure class="chart">
      <ul class="legend">
        {stack.series.map(({ total }, index) => (
          <li>
            <svg class="key" viewBox="0 0 10 10" aria-hidden="true">
              <rect class={`series-${index}`} width="10" height="10" />
            </svg>
            {names[index]} <span class="sub">{format.bytes(total)}</span>
          </li>
        ))}
      </ul>
      <svg class="plot" role="img" aria-label={summary}>
        {ticks.map((tick) => (
          <line class="grid" x1="0%" x2="100%" y1={heightOf(tick / top)} y2={heightOf(tick / top)} />
        ))}
        {stack.days.map((day, index) => (
          <Column
            day={day}
            index={index}
            count={stack.days.length}
            top={top}
            title={titleOf(view, day, names)}
          />
        ))}
        {ticks
          .filter((tick) => tick > 0)
          .map((tick) => (
            <text class="tick" x="-8" y={heightOf(tick / top)} dy="4" text-anchor="end">
              {format.bytes(tick)}
            </text>
          ))}
        {spread(stack.days.length, DATE_LABELS).map((index) => (
          <text
            class="tick"
            x={percentage((index + 0.5) / stack.days.length)}
            y="97%"
            text-anchor={anchorOf(index, stack.days.length)}
          >
            {format.day(stack.days[index]?.date ?? '')}
          </text>
        ))}
      </svg>
      <details>
        <summary>{charts.table}</summary>
        <table class="plain">
          <thead>
            <tr>
              <th scope="col">{charts.date}</th>
              {names.map((name) => (
                <th scope="col" class="figure">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {stack.days
              .filter(({ total }) => total > 0)
              .toReversed()
              .map((day) => (
                <tr>
                  <th scope="row">{format.exactDay(day.date)}</th>
                  {day.values.map((value) => (
                    <td class="figure" title={format.exactBytes(value)}>
                      {value === 0 ? words.frame.none : format.bytes(value)}
                    </td>
                  ))}
                </tr>
              ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

interface ColumnProps {
  readonly day: StackedDay;
  readonly index: number;
  readonly count: number;
  readonly top: number;
  readonly title: string;
}

function Column({ day, index, count, top, title }: ColumnProps) {
  const x = percentage((index + (1 - BAR_SHARE) / 2) / count);
  const width = percentage(BAR_SHARE / count);
  let below = 0;
  const parts = day.values.map((value, series) => {
    const part = { series, from: below, value };
    below += value;
    return part;
  });
  return (
    <g>
      <title>{title}</title>
      <rect
        class="hover"
        x={percentage(index / count)}
        width={percentage(1 / count)}
        y="0%"
        height={percentage(FLOOR)}
      />
      {parts
        .filter(({ value }) => value > 0)
        .map(({ series, from, value }) => (
          <rect
            class={`segment series-${series}`}
            x={x}
            width={width}
            y={heightOf((from + value) / top)}
            height={percentage((value / top) * PLOT)}
          />
        ))}
    </g>
  );
}

const CEILING = 0.07;
const PLOT = FLOOR - CEILING;

/** Where a share of the top value is, from above. */
function heightOf(share: number): string {
  return percentage(FLOOR - share * PLOT);
}

function anchorOf(index: number, count: number): 'start' | 'middle' | 'end' {
  const place = (index + 0.5) / count;
  if (place < 0.06) return 'start';
  return place > 0.94 ? 'end' : 'middle';
}

function titleOf({ format }: View, day: StackedDay, names: readonly string[]): string {
  const places = day.values.flatMap((value, index) =>
    value > 0 ? [`${names[index]}: ${format.bytes(value)}`] : [],
  );
  return [`${format.exactDay(day.date)}: ${format.bytes(day.total)}`, ...places].join('\n');
}
