import { dateOf } from '@roamwatch/core';
import { plotRemaining } from '../../charts/remaining.js';
import { RemainingLine } from '../../charts/remaining-line.js';
import { stackDays } from '../../charts/stack.js';
import { StackedDays } from '../../charts/stacked-days.js';
import type { EsimProps } from './esim-props.js';

/** As many days as the chart of usage shows at most. */
const CHART_DAYS = 45;

export function DaysCard({ view, esim }: EsimProps) {
  const { charts } = view.words.esim;
  const stack = stackDays(esim.days, dateOf(view.format.now, 'UTC'), CHART_DAYS);
  return (
    <section class="card" aria-labelledby="days">
      <h2 id="days">{charts.days}</h2>
      {stack.total === 0 ? <p class="fine">{charts.daysEmpty}</p> : <StackedDays view={view} stack={stack} />}
    </section>
  );
}

export function RemainingCard({ view, esim }: EsimProps) {
  const { charts } = view.words.esim;
  const plot = plotRemaining({ readings: esim.readings, forecast: esim.forecast, now: view.format.now });
  return (
    <section class="card" aria-labelledby="left">
      <h2 id="left">{charts.left}</h2>
      {plot === null ? (
        <p class="fine">{charts.leftEmpty}</p>
      ) : (
        <RemainingLine view={view} plot={plot} thresholds={esim.thresholds} />
      )}
    </section>
  );
}
