/** A ready situation: a fleet and what goes wrong, by name. */
export interface Recipe {
  readonly name: string;
  /** What it is, for a list. */
  readonly about: string;
  /** What somebody sees who polls it. */
  readonly sees: string;
  /** A fault script, to run or to change. */
  readonly script: string;
}

/** The recipe as a file: what it is, then its script. */
export function recipeFile({ name, about, sees, script }: Recipe): string {
  return `# ${name}: ${about}\n# You see ${sees}.\n${script}`;
}
