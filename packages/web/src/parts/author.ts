import type { Words } from '../language/en.js';

/** The author of an action: by name, or as what they signed in. */
export function authorOf(words: Words, name: string): string {
  return Object.hasOwn(words.persons, name) ? (words.persons[name] ?? name) : name;
}
