import { mergeOptions, type SimulatorOptions } from '../options.js';
import { optionsOfRecipe } from '../recipes/named.js';
import { RECIPES } from '../recipes/recipes.js';
import { optionsOfScript } from '../script/read.js';
import { keyOf, OPTION_FLAGS, type SimulatorFlag } from './option-flags.js';

const RECIPE: SimulatorFlag = {
  flags: '--recipe <name>',
  description: `a ready situation: ${RECIPES.map(({ name }) => name).join(', ')}`,
  defaultText: 'none',
  read: optionsOfRecipe,
};

const SCRIPT: SimulatorFlag = {
  flags: '--script <file>',
  description: 'a YAML file with options, and faults with their times',
  defaultText: 'none',
  read: optionsOfScript,
};

/** Every option that makes sense on a command line, in the order for a help text. A later one goes before an earlier one. */
export const SIMULATOR_FLAGS: readonly SimulatorFlag[] = [RECIPE, SCRIPT, ...OPTION_FLAGS];

/**
 * Options from what a command line parser found, keyed by flag without the dashes in camel case (`newPerDay`); keys
 * that are no flag of the simulator are left alone.
 *
 * @throws {SimulatorOptionError} naming the flag whose text cannot be read.
 * @throws {ConfigError} with every fault of a script.
 */
export function optionsFromFlags(values: Readonly<Record<string, unknown>>): SimulatorOptions {
  return SIMULATOR_FLAGS.reduce<SimulatorOptions>((options, flag) => {
    const text = values[keyOf(flag)];
    return typeof text === 'string' ? mergeOptions(options, flag.read(text)) : options;
  }, {});
}
