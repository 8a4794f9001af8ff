import { expect, test } from 'vitest';
import { DEFAULT_SETTINGS, SimulatorOptionError, settle } from '../options.js';
import { optionsFromFlags, SIMULATOR_FLAGS } from './flags.js';

test('flags become options; other flags are left alone', () => {
  const options = optionsFromFlags({
    seed: '7',
    newPerDay: '2.5',
    mix: 'traveller=9, unlimited=1',
    start: '2025-03-01T00:00:00Z',
    allowanceUnit: 'KB',
    usageUnit: 'B',
    applyHold: '2',
    applyGenerate: '90',
    json: true,
    config: 'roamwatch.yaml',
  });
  expect(options).toEqual({
    seed: 7,
    newPerDay: 2.5,
    mix: { traveller: 9, unlimited: 1 },
    startAt: 1_740_787_200,
    units: { allowance: 'KB', dailyUsage: 'B' },
    apply: { holdSeconds: 2, generateSeconds: 90 },
  });
  expect(settle(optionsFromFlags({}))).toEqual(DEFAULT_SETTINGS);
});

test.each([
  [{ seed: 'x' }, '--seed needs a number, not "x"'],
  [{ size: '' }, '--size needs a number, not ""'],
  [{ start: 'soon' }, '--start needs an instant such as 2025-01-06T00:00:00Z, not "soon"'],
  [{ mix: 'traveller' }, '--mix needs a number, not ""'],
  [{ mix: 'traveler=1' }, /^--mix must be one of traveller, .*, not traveler$/],
  [{ restated: '2' }, '--restated must be a number from 0 to 1, not 2'],
  [{ allowanceUnit: 'TB' }, '--allowance-unit must be one of B, KB, MB, GB, not TB'],
  [{ recipe: 'outtage' }, '--recipe has no "outtage"; did you mean "outage"? --list-recipes shows all'],
])('%j is refused by name', (values, message) => {
  expect(() => optionsFromFlags(values)).toThrow(message);
});

test.each([
  { size: -1 },
  { size: 1.5 },
  { speed: Number.NaN },
  { restatedShare: 2 },
  { port: 70_000 },
  { units: { allowance: 'TB' as 'GB' } },
  { mix: {} },
  { mix: { traveller: -1 } },
  { mix: { pirate: 1 } as object },
  { lagSeconds: 0.5 },
])('the option %j is refused', (options) => {
  expect(() => settle(options)).toThrow(SimulatorOptionError);
});

test('every flag has a description and a default', () => {
  for (const { flags, description, defaultText } of SIMULATOR_FLAGS) {
    expect(flags).toMatch(/^--[a-z-]+ <[a-z]+>$/);
    expect(description.length).toBeGreaterThan(10);
    expect(defaultText).not.toBe('');
  }
});
