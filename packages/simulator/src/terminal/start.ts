import type { UnixSeconds } from '@roamwatch/core';
import { mergeOptions, type SimulatorOptions } from '../options.js';
import { recipeNamed } from '../recipes/named.js';
import { type Simulator, startSimulator } from '../simulator.js';
import { optionsFromFlags, SIMULATOR_FLAGS } from './flags.js';

/** Where a simulator at the terminal differs from one in a test: an address that stays, and the time it is. */
const AT_THE_TERMINAL: SimulatorOptions = { port: 8788, speed: 1 };
const DEFAULT_TEXTS: Readonly<Record<string, string>> = {
  '--port <number>': String(AT_THE_TERMINAL.port),
  '--speed <factor>': String(AT_THE_TERMINAL.speed),
  '--start <instant>': 'now',
};

/** {@link SIMULATOR_FLAGS} with the defaults at the terminal, for a command line parser. */
export const TERMINAL_FLAGS = SIMULATOR_FLAGS.map(({ flags, description, defaultText }) => ({
  flags,
  description: `${description} (default: ${DEFAULT_TEXTS[flags] ?? defaultText})`,
}));

/**
 * Starts what the command line asks for. `now`: the start of its clock, unless the flags say otherwise.
 *
 * @throws {SimulatorOptionError | ConfigError} with a sentence for the user.
 */
export function startAtTerminal(
  flags: Readonly<Record<string, unknown>>,
  now: UnixSeconds,
): Promise<Simulator> {
  return startSimulator(mergeOptions({ ...AT_THE_TERMINAL, startAt: now }, optionsFromFlags(flags)));
}

/** What a user reads once it listens. */
export function greeting({ url, token }: Simulator, flags: Readonly<Record<string, unknown>>): string {
  const listening = `The simulated API is listening at ${url} (token ${token}). Press Ctrl-C to stop it.`;
  if (typeof flags.recipe !== 'string') return listening;
  const { name, about, sees } = recipeNamed(flags.recipe);
  return `${listening}\nRecipe ${name}: ${about}. You see ${sees}.`;
}
