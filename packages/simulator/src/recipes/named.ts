import { nearest } from '@roamwatch/config-file';
import { SimulatorOptionError, type SimulatorOptions } from '../options.js';
import { optionsOfScriptText } from '../script/read.js';
import type { Recipe } from './recipe.js';
import { RECIPES } from './recipes.js';

/** @throws {SimulatorOptionError} with the nearest name. */
export function recipeNamed(name: string): Recipe {
  const found = RECIPES.find((recipe) => recipe.name === name);
  if (found !== undefined) return found;
  const names = RECIPES.map((recipe) => recipe.name);
  const meant = nearest(name, names);
  const hint = meant === null ? '' : `did you mean "${meant}"? `;
  throw new SimulatorOptionError('--recipe', `has no "${name}"; ${hint}--list-recipes shows all`);
}

/** The options of a recipe, for `startSimulator`. @throws {SimulatorOptionError} when there is none of this name. */
export function optionsOfRecipe(name: string): SimulatorOptions {
  const { script } = recipeNamed(name);
  return optionsOfScriptText(script, name);
}
