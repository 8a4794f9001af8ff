import type { Observer } from '@roamwatch/monitor';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { version } from '../cli/version.js';
import type { Context } from '../context.js';
import { createCounters } from './counters.js';
import { createStateGauges } from './state.js';

/** Everything that `/metrics` shows: what was counted since the start, and what is so now. */
export interface Metrics {
  readonly observer: Observer;
  readonly contentType: string;
  /** The exposition format of Prometheus. */
  text(ctx: Context): Promise<string>;
}

/** Sums of other metrics whose names end as only a counter's may: `promtool check metrics` complains about them. */
const MISNAMED = [
  'nodejs_active_resources_total',
  'nodejs_active_handles_total',
  'nodejs_active_requests_total',
];

export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  for (const name of MISNAMED) register.removeSingleMetric(name);
  new Gauge({
    name: 'roamwatch_build_info',
    help: 'The version that runs.',
    labelNames: ['version', 'node'],
    registers: [register],
  }).set({ version: version(), node: process.version }, 1);
  const state = createStateGauges(register);
  return {
    observer: createCounters(register),
    contentType: register.contentType,
    async text(ctx) {
      await state.refresh(ctx);
      return register.metrics();
    },
  };
}
