import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `init` writes, and the first of the places that are looked into. */
export const HERE = './roamwatch.yaml';

/** Which configuration a command uses. */
export interface ConfigFile {
  readonly file: string;
  /** Null: it was named, or found. Otherwise the places that were looked into, and `file` is the first of them. */
  readonly missingIn: readonly string[] | null;
}

/** The file that `--config` or ROAMWATCH_CONFIG names, else the first of the usual places that has one. */
export function configFile(named: string | undefined, env: NodeJS.ProcessEnv): ConfigFile {
  const chosen = named ?? fromEnvironment(env);
  if (chosen !== undefined) return { file: chosen, missingIn: null };
  const places = usualPlaces(env);
  const found = places.find((place) => existsSync(place));
  return found === undefined ? { file: HERE, missingIn: places } : { file: found, missingIn: null };
}

/** The file that was named, else the one that belongs into this folder. */
export function configFileToWrite(named: string | undefined, env: NodeJS.ProcessEnv): string {
  return named ?? fromEnvironment(env) ?? HERE;
}

function fromEnvironment({ ROAMWATCH_CONFIG }: NodeJS.ProcessEnv): string | undefined {
  return ROAMWATCH_CONFIG === '' ? undefined : ROAMWATCH_CONFIG;
}

function usualPlaces({ XDG_CONFIG_HOME }: NodeJS.ProcessEnv): readonly string[] {
  // By the XDG base directory specification an empty variable counts as unset.
  const own = XDG_CONFIG_HOME || join(homedir(), '.config');
  return [HERE, join(own, 'roamwatch', 'roamwatch.yaml'), '/etc/roamwatch/roamwatch.yaml'];
}
