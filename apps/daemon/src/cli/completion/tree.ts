import type { Command } from 'commander';

/** A word that can come next, with what it does. */
export interface Word {
  readonly word: string;
  readonly description: string;
}

/** The words that can follow the commands of `path`: `/esim/list` means `roamwatch esim list`, empty means `roamwatch`. */
export interface Place {
  readonly path: string;
  readonly words: readonly Word[];
}

/** Every place on the command line, outermost first. */
export function placesOf(program: Command): readonly Place[] {
  return below(program, '', optionsOf(program));
}

function below(command: Command, path: string, inherited: readonly Word[]): readonly Place[] {
  const commands = command.commands.filter((one) => one.name() !== 'help');
  const names = commands.map((one) => ({ word: one.name(), description: firstLine(one) }));
  const own = path === '' ? [] : optionsOf(command);
  const words = [...names, ...own, ...inherited];
  return [{ path, words }, ...commands.flatMap((one) => below(one, `${path}/${one.name()}`, inherited))];
}

function optionsOf(command: Command): readonly Word[] {
  return command
    .createHelp()
    .visibleOptions(command)
    .flatMap(({ long, description }) => (long ? [{ word: long, description }] : []))
    .filter(({ word }) => command.parent === null || word !== '--help');
}

function firstLine(command: Command): string {
  return command.description().split('\n', 1)[0] ?? '';
}
