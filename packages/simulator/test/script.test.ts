import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigError } from '@roamwatch/config-file';
import { expect, onTestFinished, test } from 'vitest';
import { optionsFromFlags, optionsOfScript, RECIPES, startSimulator } from '../src/index.js';
import { recipeFile } from '../src/recipes/recipe.js';
import { ask } from './asking.js';

function scriptWith(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'roamwatch-script-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'script.yaml');
  writeFileSync(file, text);
  return file;
}

function faultsIn(text: string): readonly string[] {
  const file = scriptWith(text);
  try {
    optionsOfScript(file);
  } catch (error) {
    if (error instanceof ConfigError) return error.message.replaceAll(file, 'script.yaml').split('\n');
    throw error;
  }
  throw new Error('the script can be read');
}

test('a script has options and faults with their times', async () => {
  const file = scriptWith(`options: { size: 3, speed: 0, mix: { longStay: 1 } }
faults:
  - { kind: unavailable, after: 2h, for: 30m }
  - { kind: slow, delayMs: 1, operation: list }
`);
  const options = optionsOfScript(file);
  expect(options).toEqual({
    size: 3,
    speed: 0,
    mix: { longStay: 1 },
    faults: [
      { kind: 'unavailable', after: 7_200, for: 1_800 },
      { kind: 'slow', delayMs: 1, operation: 'list' },
    ],
  });
  const simulator = await startSimulator(options);
  onTestFinished(() => simulator.close());
  const statuses: number[] = [];
  for (const advance of [0, 7_199, 1, 1_799, 1]) {
    simulator.clock.advance(advance);
    statuses.push((await ask(simulator, '/api/esims')).status);
  }
  expect(statuses).toEqual([200, 200, 503, 503, 200]);
});

test('a flag goes before the script, and the script before the recipe', () => {
  const script = scriptWith('options: { size: 5, seed: 3 }\nfaults: [{ kind: html }]\n');
  const options = optionsFromFlags({ recipe: 'outage', script, seed: '4' });
  expect(options).toMatchObject({ size: 5, seed: 4, faults: [{ kind: 'unavailable' }, { kind: 'html' }] });
});

test.each(RECIPES)('the recipe $name is a script', (recipe) => {
  expect(optionsOfScript(scriptWith(recipeFile(recipe)))).toEqual(optionsFromFlags({ recipe: recipe.name }));
});

test.each([
  [
    'faults:\n  - { kid: html }',
    'script.yaml:2:5: faults[0].kind: is missing',
    'script.yaml:2:7: faults[0].kid: unknown key; did you mean "kind"?',
  ],
  [
    'faults:\n  - { kind: unavailabel }',
    'script.yaml:2:7: faults[0].kind: must be one of rate-limited, …; did you mean "unavailable"?',
  ],
  [
    'faults:\n  - kind: hang\n    after: 5',
    'script.yaml:3:5: faults[0].after: must be a length of time such as 7d',
  ],
  [
    'faults:\n  - { kind: hang, every: 1h }',
    'script.yaml:2:19: faults[0].every: needs "for": how long it lasts each time',
  ],
  [
    'faults:\n  - { kind: hang, every: 1h, for: 2h }',
    'script.yaml:2:19: faults[0].every: must be longer than "for"',
  ],
  [
    'faults:\n  - { kind: slow, delayMs: 4000000 }',
    'script.yaml:2:19: faults[0].delayMs: must be at most 3600000',
  ],
  ['faults: 3', 'script.yaml:1:1: faults: must be a list such as [a, b]'],
  ['options: { sise: 3 }', 'script.yaml:1:12: options.sise: unknown key; did you mean "size"?'],
  [
    'options: { size: -3 }',
    'script.yaml:1:12: options.size: must be a whole number from 0 to 4000000000, not -3',
  ],
  [
    'options: { mix: { traveler: 1 } }',
    'script.yaml:1:12: options.mix: must be one of traveller, …, not traveler',
  ],
  ['fault: []', 'script.yaml:1:1: fault: unknown key; did you mean "faults"?'],
  ['', 'script.yaml: the file is empty; see one with "--show-recipe outage"'],
  ['- a', 'script.yaml: the file must hold keys and values such as …'],
  ['faults: [', 'script.yaml:…'],
])('%j is refused with its place', (text, ...expected) => {
  // An ellipsis stands for any text.
  const inShort = faultsIn(text).map((fault, index) => shortened(fault, expected[index] ?? ''));
  expect(inShort).toEqual(expected);
});

/** The text with an ellipsis where `pattern` has one and the rest agrees. */
function shortened(text: string, pattern: string): string {
  const [start = '', end] = pattern.split('…');
  return end !== undefined && text.startsWith(start) && text.endsWith(end) ? pattern : text;
}

test('a script that is not there is named', () => {
  expect(() => optionsOfScript('nowhere.yaml')).toThrow(
    'nowhere.yaml: the fault script does not exist; see one with "--show-recipe outage"',
  );
});
