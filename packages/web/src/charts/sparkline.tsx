import { addDays, type CalendarDate, type DayTotal } from '@roamwatch/core';

const DAY_WIDTH = 6;
const GAP = 1;
const HEIGHT = 22;

/** Days up to and including `until`; a day without a row stays empty. */
export function Sparkline({
  days,
  until,
  count,
  label,
}: {
  readonly days: readonly DayTotal[];
  readonly until: CalendarDate;
  readonly count: number;
  readonly label: string;
}) {
  const used = new Map(days.map(({ date, usedBytes }) => [date, usedBytes]));
  const peak = Math.max(1, ...used.values());
  const bars = Array.from({ length: count }, (_, index) => used.get(addDays(until, index - count + 1)) ?? 0);
  return (
    <svg class="spark" viewBox={`0 0 ${count * DAY_WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <title>{label}</title>
      <path class="spark-base" d={`M0 ${HEIGHT - 0.5}H${count * DAY_WIDTH}`} />
      <path class="spark-days" d={bars.map((value, index) => barPath(index, value / peak)).join('')} />
    </svg>
  );
}

/** At least one unit high where there was any usage at all. */
function barPath(index: number, share: number): string {
  if (share <= 0) return '';
  const height = Math.max(1, Math.round(share * (HEIGHT - 2)));
  const width = DAY_WIDTH - GAP;
  return `M${index * DAY_WIDTH} ${HEIGHT}v-${height}h${width}v${height}z`;
}
