import type { DataThreshold, FleetRule, Rule } from '@roamwatch/core';
import { z } from 'zod';
import {
  budgetLimit,
  dataThreshold,
  duration,
  listOf,
  multiple,
  name,
  pattern,
  shareOfBudget,
  size,
} from './field.js';

/** Conditions on an eSIM, for rules and routes. */
export const esimMatch = {
  status: pattern.exactOptional().describe('As the provider writes it.'),
  label: pattern.exactOptional().describe('From the inventory.'),
  cost_centre: pattern.exactOptional().describe('From the inventory.'),
  project: pattern.exactOptional().describe('From the inventory.'),
  iccid: pattern.exactOptional().describe('The ICCID of the eSIM.'),
};

/** The keys every rule has. */
const common = {
  name: name.describe('Unique; part of the key of every alert this rule raises.'),
  match: z
    .strictObject(esimMatch)
    .exactOptional()
    .describe('Only eSIMs that meet every condition; * and ? are wildcards.'),
};

function kind<T extends string>(type: T) {
  return z.literal(type).describe('The kind of rule.');
}

function steps<T extends z.ZodType>(threshold: T) {
  return {
    warning: listOf(threshold).default([]).describe('Each threshold is notified once.'),
    critical: listOf(threshold)
      .default([])
      .describe('Each threshold is notified once, with a reminder every `repeat`.'),
  };
}

/** Puts thresholds of one kind on a scale on which more is more severe; null: of another kind. */
type Scale<T> = (threshold: T) => number | null;

/** A rule must have a threshold, and all its warning thresholds must come before the critical ones. */
function stepsInOrder<T>(...scales: readonly Scale<T>[]) {
  return (rule: { warning: readonly T[]; critical: readonly T[] }, context: z.RefinementCtx) => {
    if (rule.warning.length + rule.critical.length === 0) {
      context.addIssue('has no thresholds: give it "warning" or "critical"');
    }
    for (const scale of scales) {
      const on = (thresholds: readonly T[]) => thresholds.map(scale).filter((value) => value !== null);
      if (Math.max(...on(rule.warning)) >= Math.min(...on(rule.critical))) {
        const message = 'every warning threshold must be reached before the critical ones';
        context.addIssue({ code: 'custom', path: ['warning'], message });
      }
    }
  };
}

const lessIsWorse = (value: number) => -value;
const moreIsWorse = (value: number) => value;
const percentScale: Scale<DataThreshold> = (limit) => ('percent' in limit ? -limit.percent : null);
const sizeScale: Scale<DataThreshold> = (limit) => ('bytes' in limit ? -limit.bytes : null);

const dataLow = z
  .strictObject({ type: kind('data-low'), ...common, ...steps(dataThreshold) })
  .superRefine(stepsInOrder(percentScale, sizeScale))
  .describe('Remaining data at or below a share of the package or a size, whichever comes first.');

const dataExhausted = z
  .strictObject({ type: kind('data-exhausted'), ...common })
  .describe('No data left. Always critical.');

const expiry = z
  .strictObject({ type: kind('expiry'), ...common, ...steps(duration) })
  .superRefine(stepsInOrder(lessIsWorse))
  .describe('The running package ends within that time.');

const expiryUnused = z
  .strictObject({ type: kind('expiry-unused'), ...common, ...steps(duration) })
  .superRefine(stepsInOrder(lessIsWorse))
  .describe('Paid for, never installed, and about to expire.');

const dataForecast = z
  .strictObject({ type: kind('data-forecast'), ...common, ...steps(duration) })
  .superRefine(stepsInOrder(lessIsWorse))
  .describe('Projected to run out of data within that time, and before it expires.');

const usageSpike = z
  .strictObject({
    type: kind('usage-spike'),
    ...common,
    ...steps(multiple),
    minimum: size.prefault('200MB').describe('A day below this is never a spike.'),
  })
  .superRefine(stepsInOrder(moreIsWorse))
  .transform(({ minimum, ...rule }) => ({ ...rule, minimumBytes: minimum }))
  .describe('A day against the median of the seven days before.');

const newLocation = z
  .strictObject({
    type: kind('new-location'),
    ...common,
    allow: listOf(name).default([]).describe('Expected places.'),
  })
  .describe('Usage from a place outside the list that this eSIM was not seen in before.');

const stale = z
  .strictObject({ type: kind('stale'), ...common, ...steps(duration) })
  .superRefine(stepsInOrder(moreIsWorse))
  .describe('No good reading for that time, while the provider itself answers.');

const budget = z
  .strictObject({
    type: kind('budget'),
    ...common,
    ...steps(shareOfBudget),
    period: z.literal('month').default('month').describe('A calendar month in timeZone.'),
    limit: budgetLimit.describe('An amount in one currency, or a size of data.'),
  })
  .superRefine(stepsInOrder(moreIsWorse))
  .describe('The total cost or usage in a calendar month of all eSIMs that match.');

export const ruleSchema = z.discriminatedUnion('type', [
  dataLow,
  dataExhausted,
  expiry,
  expiryUnused,
  dataForecast,
  usageSpike,
  newLocation,
  stale,
  budget,
]);

type Nothing<Missing extends never> = Missing;

/** Types of rule that have no schema yet: an error of the compiler unless there is none. */
export type RulesWithoutSchema = Nothing<
  Exclude<Rule['type'] | FleetRule['type'], z.output<typeof ruleSchema>['type']>
>;

/** The rules when the configuration has none; `new-location` is off. */
export const DEFAULT_RULES: readonly z.input<typeof ruleSchema>[] = [
  { name: 'low-data', type: 'data-low', warning: ['25%'], critical: ['10%', '100MB'] },
  { name: 'used-up', type: 'data-exhausted' },
  { name: 'expiring', type: 'expiry', warning: ['7d', '3d'], critical: ['1d'] },
  { name: 'unused', type: 'expiry-unused', warning: ['14d'] },
  { name: 'forecast', type: 'data-forecast', warning: ['24h'] },
  { name: 'spike', type: 'usage-spike', warning: ['3x'], minimum: '200MB' },
  { name: 'silent', type: 'stale', warning: ['8h'] },
];
