import { type Forecast, forecastDry } from '../../forecast/forecast-dry.js';
import { formatDuration } from '../../time/duration.js';
import { DAY, type Seconds } from '../../time/instant.js';
import { formatInstant } from '../../time/zone.js';
import { formatBytes } from '../../usage/size.js';
import type { EsimFacts, Verdict } from '../alert.js';
import type { EvaluationContext } from './context.js';
import { dataFigures } from './data-figures.js';
import type { DataForecastRule } from './rule.js';
import { largestFirst, stepsOf } from './steps.js';
import { measured, notApplicable, unknown, type Words } from './verdict.js';

/** A forecast swings with the hour of the day; it is taken back only when it is this many times the limit away. */
const CLEAR_TIMES = 2;

const TOO_LITTLE = unknown('there is too little consumption on record to project');
const NO_LIMITS = notApplicable('the rule has no limits');

export function judgeDataForecast(
  rule: DataForecastRule,
  facts: EsimFacts,
  context: EvaluationContext,
): Verdict {
  const figures = dataFigures(facts, context);
  if (figures.kind !== 'figures') return figures;
  const forecast = forecastDry(facts, context.now);
  if (!forecast) return TOO_LITTLE;
  const steps = stepsOf(rule, largestFirst);
  const [first] = steps;
  if (!first) return NO_LIMITS;

  const left = forecast.dryAt === null ? Number.POSITIVE_INFINITY : forecast.dryAt - context.now;
  const endsAt = facts.reading?.packageEndsAt ?? Number.POSITIVE_INFINITY;
  const inTime = left + context.now < endsAt && figures.remaining > 0;
  const reached = inTime ? steps.findLast(({ limit }) => left <= limit) : undefined;
  const next = steps.find(({ rank }) => rank > (reached?.rank ?? 0));
  const outcome = {
    step: reached?.rank ?? 0,
    severity: reached?.severity ?? null,
    clear: left > first.limit * CLEAR_TIMES,
    nextAt: next && inTime && forecast.dryAt !== null ? forecast.dryAt - next.limit : null,
  };
  return measured(outcome, () =>
    wordsFor(forecast, (reached ?? first).limit, reached !== undefined, context),
  );
}

function wordsFor(forecast: Forecast, limit: Seconds, reached: boolean, context: EvaluationContext): Words {
  const threshold = formatDuration(limit);
  const pace = paceInWords(forecast);
  if (forecast.dryAt === null) return { value: 'nothing is being used', threshold, reason: pace };
  const left = Math.max(0, forecast.dryAt - context.now);
  const value = `runs dry in ${formatDuration(left)}`;
  const when = formatInstant(forecast.dryAt, context.zone ?? 'UTC');
  const consequence = reached
    ? `within ${threshold} and before the package ends`
    : `not within ${threshold} of use`;
  return { value, threshold, reason: `${value} (about ${when}) ${pace}, ${consequence}` };
}

/** "at 310 MB a day over the last 3 d". */
function paceInWords({ bytesPerDay, evidence }: Forecast): string {
  const pace = `at ${formatBytes(Math.round(bytesPerDay))} a day`;
  if (evidence.source === 'readings') {
    return `${pace} by ${evidence.samples} readings over ${formatDuration(evidence.over)}`;
  }
  return `${pace} over the last ${evidence.over / DAY} days`;
}
