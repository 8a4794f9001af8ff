import { DAY, type DataUnit, HOUR } from '@roamwatch/core';
import { startSimulator } from '@roamwatch/simulator';
import { expect, onTestFinished, test } from 'vitest';
import { Installation } from './installation/installation.js';

const VARIANTS: readonly (readonly [allowance: DataUnit, dailyUsage: DataUnit])[] = [
  ['MB', 'KB'],
  ['KB', 'KB'],
  ['B', 'B'],
  ['MB', 'MB'],
];

/** What an installation has after three days of polls: bytes a day, and every alert that was ever raised. */
async function lived(allowance: DataUnit, dailyUsage: DataUnit) {
  const simulator = await startSimulator({
    seed: 11,
    size: 120,
    units: { allowance, dailyUsage },
    rounding: 'exact',
  });
  onTestFinished(() => simulator.close());
  const site = await Installation.make({ api: simulator });
  for (let poll = 0; poll < 6; poll++) {
    site.clock.now = simulator.clock.now();
    const { problems } = await site.poll();
    expect(problems).toEqual([]);
    simulator.clock.advance(DAY / 2 + HOUR);
  }
  const events = await (await site.context).store.alerts.history(10_000);
  const alerts = events.map(({ at, change, severity, rule, iccid, reason }) => [
    at,
    change,
    severity,
    rule,
    iccid,
    reason,
  ]);
  return { usage: await site.usage(), alerts };
}

test('in whatever units the provider counts, bytes and alerts come out the same', async () => {
  const outcomes = await Promise.all(VARIANTS.map(([allowance, daily]) => lived(allowance, daily)));

  const [first, ...others] = outcomes;
  expect(first?.usage.length).toBeGreaterThan(50);
  expect(first?.alerts.length).toBeGreaterThan(10);
  for (const other of others) expect(other).toEqual(first);
});
