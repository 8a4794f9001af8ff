import { FAULT_KINDS } from '../faults/fault.js';
import { recipeNamed } from '../recipes/named.js';
import { recipeFile } from '../recipes/recipe.js';
import { RECIPES } from '../recipes/recipes.js';
import { keyOf } from './option-flags.js';

/** A flag that prints something about the simulator instead of starting it. */
export interface Topic {
  /** As a command line parser takes it. */
  readonly flags: string;
  readonly description: string;
  /** @throws {SimulatorOptionError} for a name that does not exist. */
  text(value: string): string;
}

/** Flags that print something and end. */
export const TOPICS: readonly Topic[] = [
  {
    flags: '--list-recipes',
    description: 'print the recipes, and what you see with each',
    text: () => RECIPES.map(({ name, about, sees }) => `${name}: ${about}\n  You see ${sees}.\n`).join(''),
  },
  {
    flags: '--show-recipe <name>',
    description: 'print a recipe as a fault script, to change it and run it with --script',
    text: (name) => recipeFile(recipeNamed(name)),
  },
  {
    flags: '--list-faults',
    description: 'print the kinds of faults for scripts and for POST /_simulator/faults',
    text: () =>
      Object.entries(FAULT_KINDS)
        .map(([kind, about]) => `${kind}: ${about.replaceAll('`', '')}\n`)
        .join(''),
  },
];

/** What the command line asks to be printed; null: it is to start. */
export function requestedTopic(values: Readonly<Record<string, unknown>>): string | null {
  const topic = TOPICS.find((one) => values[keyOf(one)] !== undefined);
  return topic === undefined ? null : topic.text(String(values[keyOf(topic)]));
}
